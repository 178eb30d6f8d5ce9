/** The entry: signs in, keeps the frame around the pages, and shows the page that the address names. */

import { Frame, signedOutFrame } from './frame.js';
import { fill, h } from './dom.js';
import { route } from './routes.js';
import { claims, forget, keep, kept, open } from './session.js';
import { signIn } from './signin.js';
import { clearPassing, failed, toast } from './toast.js';
import { failure } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').View} View */

const top = /** @type {HTMLElement} */ (document.getElementById('top'));
const main = /** @type {HTMLElement} */ (document.getElementById('main'));

/** What ends the session that is shown; nothing while nobody is signed in. */
let endSession = () => {};

/** Whoever signs out is done with what the address names; whoever has to sign in again comes back to it. */
function signOut() {
  history.replaceState(null, '', '#/meetings');
  showSignIn();
  main.querySelector('h1')?.focus();
}

/** @param {string} [notice] why one has to sign in again */
function showSignIn(notice) {
  endSession();
  forget();
  fill(top, ...signedOutFrame());
  const element = signIn({
    notice,
    signedIn(session) {
      keep(session);
      begin(session);
    },
  });
  fill(main, element);
  document.title = 'Sign in – Gavel';
  (element.querySelector('.warn') ? element.querySelector('h1') : null)?.focus();
}

/** @param {import('./session.js').Kept} session */
async function begin(session) {
  const gavel = open(session);
  /** @type {App} */
  const app = { gavel, me: { userId: '', name: nameOf(session) }, toast, failed, follow: () => {} };
  let over = false;
  endSession = () => {
    over = true;
    gavel.close();
    endSession = () => {};
  };
  gavel.on('reconnected', clearPassing);
  gavel.on('connection', ({ state, reason }) => {
    if (!over && state === 'closed' && reason !== 'CLOSED') showSignIn(whyOut(reason));
  });
  fill(main, h('p', { class: 'waiting', role: 'status' }, 'Connecting…'));
  const ready = await gavel.ready.catch(() => null);
  if (over || !ready) return;
  app.me.userId = ready.userId ?? '';
  app.me.name ||= app.me.userId;
  showPages(app);
}

/** @param {App} app */
function showPages(app) {
  const shell = new Frame(app, signOut);
  fill(top, ...shell.elements);
  /** @type {View | null} */
  let shown = null;
  let at = location.hash;
  const leave = async () => {
    const wanted = location.hash;
    if (wanted === at) return;
    if (!shown?.mayLeave) return show();
    history.replaceState(null, '', at);
    if (!(await shown.mayLeave())) return;
    history.replaceState(null, '', wanted);
    show();
  };
  const show = () => {
    at = location.hash;
    shown?.dispose?.();
    app.follow(null);
    shown = route(app, location.hash);
    fill(main, shown.element);
    document.title = `${shown.title} – Gavel`;
    shell.at(location.hash);
    focusOn(shown.element);
  };
  window.addEventListener('hashchange', leave);
  const end = endSession;
  endSession = () => {
    window.removeEventListener('hashchange', leave);
    shown?.dispose?.();
    shell.dispose();
    end();
  };
  show();
}

/** A new page begins at its heading, for those who hear it too. @param {HTMLElement} element */
function focusOn(element) {
  window.scrollTo(0, 0);
  const heading = element.querySelector('h1');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** @param {import('./session.js').Kept} session */
function nameOf({ dev, token }) {
  const { name, sub, userId } = claims(token);
  return dev?.name || String(name ?? sub ?? userId ?? '');
}

/** @param {string | undefined} reason */
function whyOut(reason) {
  if (reason === 'UNAUTHENTICATED') return 'Your token has expired or is not valid here. Sign in again.';
  return failure({ code: reason });
}

// What went wrong without anybody waiting for it is shown: an operator should see it without opening the console of the browser.
window.addEventListener('unhandledrejection', (event) => {
  if (event.reason?.code === 'CLOSED') event.preventDefault();
  else failed(event.reason);
});

// The address names the page, so the link cannot.
document.querySelector('.skip')?.addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});

const session = kept();
if (session) begin(session);
else showSignIn();
