import { field } from './dialogs.js';
import { fill, h } from './dom.js';
import { claims, devToken, givesTokens } from './session.js';
import { failure } from './words.js';

/**
 * The page for who is not signed in.
 *
 * @param {{notice?: string, signedIn: (session: import('./session.js').Kept) => void}} options
 */
export function signIn({ notice, signedIn }) {
  const choices = h('div', { class: 'choices' }, tokenForm(signedIn));
  const element = h(
    'section',
    { class: 'sign-in card' },
    h('h1', { tabindex: '-1' }, 'Sign in'),
    notice && h('p', { class: 'note warn', role: 'alert' }, notice),
    choices,
  );
  givesTokens().then((dev) => {
    if (dev)
      fill(choices, nameForm(signedIn), h('details', {}, h('summary', {}, 'Use a token instead'), tokenForm(signedIn)));
  });
  return element;
}

/** @param {(session: import('./session.js').Kept) => void} signedIn */
function nameForm(signedIn) {
  const name = h('input', { name: 'name', required: true, maxlength: 200, autocomplete: 'off' });
  const userId = h('input', { name: 'userId', maxlength: 128, autocomplete: 'off' });
  const fault = h('p', { class: 'fault', role: 'alert' });
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const who = { name: name.value.trim(), userId: userId.value.trim() || idOf(name.value) };
    try {
      signedIn({ dev: who, token: await devToken(who) });
    } catch (error) {
      fault.textContent = failure(error);
    }
  };
  return h(
    'form',
    { class: 'stack', on: { submit } },
    h('p', { class: 'muted' }, 'This node runs in development: choose a name, and you are that person in this window.'),
    field('Name', name),
    field('User id', userId, { hint: 'Others invite you by it. Left empty it is made from the name.' }),
    fault,
    h('button', { type: 'submit', class: 'primary wide' }, 'Sign in'),
  );
}

/** "Ada Nguyen" → "ada-nguyen". @param {string} name */
function idOf(name) {
  return name.trim().toLowerCase().replace(/\s+/gu, '-').slice(0, 64);
}

/** @param {(session: import('./session.js').Kept) => void} signedIn */
function tokenForm(signedIn) {
  const token = h('textarea', {
    name: 'token',
    rows: 4,
    required: true,
    spellcheck: 'false',
    autocomplete: 'off',
    class: 'code',
  });
  const box = field('Token', token, { hint: 'A JWT of your platform. It stays in this window alone.', name: 'token' });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const given = token.value.trim().replace(/^Bearer\s+/i, '');
    if (claims(given).exp) return signedIn({ token: given });
    fill(/** @type {Element} */ (box.querySelector('.fault')), 'This is not a token: it has no claims that can be read.');
    token.setAttribute('aria-invalid', 'true');
    token.focus();
  };
  return h(
    'form',
    { class: 'stack', on: { submit } },
    box,
    h('button', { type: 'submit', class: 'primary wide' }, 'Sign in with the token'),
  );
}
