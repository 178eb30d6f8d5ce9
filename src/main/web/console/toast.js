import { button, h } from './dom.js';
import { heldFocus } from './focus.js';
import { failure, isPassing } from './words.js';

const SHOWN = 6_000;
const MOST = 3;

/**
 * Says something for a few seconds; errors until they are closed. The same is not said twice at a time.
 *
 * @param {string} text
 * @param {'error' | 'news'} [kind]
 */
export function toast(text, kind = 'news') {
  const box = byId('toasts');
  const now = /** @type {HTMLElement[]} */ ([...box.children]);
  now.filter((one) => one.firstElementChild?.textContent === text).forEach((one) => one.remove());
  const one = h('div', { class: `toast ${kind}`, role: kind === 'error' ? 'alert' : null }, h('span', { dir: 'auto' }, text));
  one.append(button({ label: 'Close', text: '', icon: 'close', class: 'icon-button small' }, () => close(one)));
  while (box.children.length >= MOST) box.firstElementChild?.remove();
  box.append(one);
  if (kind === 'error') return one;
  announce(text);
  setTimeout(() => one.remove(), SHOWN);
  return one;
}

/** Whoever closes one by its button is left at the next, or at the page. @param {HTMLElement} one */
function close(one) {
  const keepFocus = heldFocus(byId('toasts'));
  one.remove();
  keepFocus();
}

/** Says what did not work and why. @param {unknown} error @param {string} [what] that was wanted */
export function failed(error, what) {
  const why = failure(error);
  const one = toast(what ? `${what}: ${why}` : why, 'error');
  one.classList.toggle('passing', isPassing(error));
}

/** What failed because nobody answered is no news once somebody answers again. */
export function clearPassing() {
  for (const one of byId('toasts').querySelectorAll('.passing')) one.remove();
}

/** Says it to screen readers alone, after what they say at this moment. @param {string} text */
export function announce(text) {
  const one = h('p', {}, text);
  byId('said').append(one);
  setTimeout(() => one.remove(), SHOWN);
}

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
