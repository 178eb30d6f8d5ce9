import { h } from './dom.js';
import { initials } from './words.js';

const COLOURS = 6;

/** The letters of somebody's name in a colour of their own. @param {{userId: string, userName: string}} person */
export function face({ userId, userName }) {
  let sum = 0;
  for (const letter of userId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return h('span', { class: `face c${sum % COLOURS}`, 'aria-hidden': 'true' }, initials(userName));
}
