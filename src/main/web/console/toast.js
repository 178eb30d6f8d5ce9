import { button, fill, h } from './dom.js';

const SHOWN = 6_000;

/**
 * Says something for a few seconds; errors until they are closed.
 *
 * @param {string} text
 * @param {'error' | 'news'} [kind]
 */
export function toast(text, kind = 'news') {
  const box = /** @type {HTMLElement} */ (document.getElementById('toasts'));
  const one = h('div', { class: `toast ${kind}`, role: kind === 'error' ? 'alert' : 'status' }, h('span', {}, text));
  one.append(button({ label: 'Close', text: '', icon: 'close', class: 'icon-button small' }, () => one.remove()));
  while (box.children.length > 2) box.firstElementChild?.remove();
  box.append(one);
  if (kind !== 'error') setTimeout(() => one.remove(), SHOWN);
}

/** Says it to screen readers alone. @param {string} text */
export function announce(text) {
  fill(/** @type {HTMLElement} */ (document.getElementById('said')), text);
}
