import { fill, h } from './dom.js';
import { face } from './face.js';

/** @typedef {import('./types.js').Occupant} Occupant */

/** Who is in Jitsi, and none of the meeting's people. */
export class Guests {
  #title = h('h3', {});
  #list = h('ul', { class: 'roster', 'aria-label': 'Also in Jitsi' });
  #shown = '';
  element = h('div', { hidden: true }, this.#title, this.#list);

  /** @param {readonly Readonly<Occupant>[]} occupants */
  show(occupants) {
    const state = JSON.stringify(occupants.map((one) => [one.occupantId, one.userId, one.name]));
    if (state === this.#shown) return;
    this.#shown = state;
    this.element.hidden = occupants.length === 0;
    this.#title.textContent = `Also in Jitsi: ${occupants.length}`;
    fill(this.#list, ...occupants.map(row));
  }
}

/** Who has an account was invited a moment ago, and is not read yet. @param {Readonly<Occupant>} occupant */
function row({ occupantId, userId, name }) {
  const shown = h('span', { class: 'name', dir: 'auto' }, name);
  const kind = h('div', { class: 'muted small' }, userId === null && 'guest ', mark('in Jitsi only'));
  const text = h('div', { class: 'who' }, shown, kind);
  return h('li', { data: { occupantId } }, face({ userId: userId ?? occupantId, userName: name }), text);
}

/** A few words on where somebody is. @param {string} text */
export function mark(text) {
  return h('span', { class: 'mark' }, text);
}
