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
  const pages = new Pages(app, shell);
  const moved = () => pages.moved();
  window.addEventListener('hashchange', moved);
  const end = endSession;
  endSession = () => {
    window.removeEventListener('hashchange', moved);
    pages.dispose();
    shell.dispose();
    end();
  };
  pages.show();
}

/** The page that the address names, one at a time. */
class Pages {
  #app;
  #shell;
  #at = '';
  /** @type {View | null} */
  #shown = null;

  /** @param {App} app @param {Frame} shell */
  constructor(app, shell) {
    this.#app = app;
    this.#shell = shell;
  }

  dispose() {
    this.#shown?.dispose?.();
    this.#shown = null;
  }

  show() {
    this.dispose();
    this.#at = location.hash;
    this.#app.follow(null);
    const shown = (this.#shown = route(this.#app, this.#at));
    fill(main, shown.element);
    document.title = `${shown.title} – Gavel`;
    this.#shell.at(this.#at);
    focusOn(shown.element);
  }

  /** The address has changed. A page that would lose something is asked first, and the address is its own meanwhile. */
  async moved() {
    const wanted = location.hash;
    const leaving = this.#shown;
    if (wanted === this.#at) return;
    if (leaving?.mayLeave) {
      history.replaceState(null, '', this.#at || location.pathname);
      if (!(await leaving.mayLeave()) || this.#shown !== leaving) return;
      history.replaceState(null, '', wanted);
    }
    this.show();
  }
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
