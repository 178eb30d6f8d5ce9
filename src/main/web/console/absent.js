import { fill, h } from './dom.js';
import { face } from './face.js';
import { mark } from './guests.js';
import { Presence } from './presence.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Participant} Participant */

/** Who is invited and not inside, some of them in Jitsi all the same. */
export class Absent {
  #dots;
  #title = h('h3', {});
  #list = h('ul', { class: 'roster away', 'aria-label': 'Not here' });
  #shown = '';
  element = h('div', {}, this.#title, this.#list);

  /** @param {App} app */
  constructor(app) {
    this.#dots = new Presence(app);
  }

  dispose() {
    this.#dots.dispose();
  }

  /**
   * @param {Participant[]} people
   * @param {ReadonlySet<string | null>} inJitsi
   * @param {boolean} ended nobody is expected any more, online or not
   */
  show(people, inJitsi, ended) {
    this.element.hidden = people.length === 0;
    const state = JSON.stringify([ended, people.map((one) => [one.userId, one.userName, one.role, inJitsi.has(one.userId)])]);
    if (state === this.#shown) return;
    this.#shown = state;
    this.#title.textContent = `${ended ? 'Was invited' : 'Not here'}: ${people.length}`;
    fill(this.#list, ...people.map((one) => this.#row(one, inJitsi.has(one.userId), ended)));
    if (!ended) this.#dots.watch(people.map((one) => one.userId));
  }

  /** @param {Participant} person @param {boolean} isInJitsi @param {boolean} ended */
  #row(person, isInJitsi, ended) {
    const { userId, userName, role } = person;
    const text = h(
      'div',
      { class: 'who' },
      h('span', { class: 'name', dir: 'auto' }, userName),
      h('div', { class: 'muted small' }, role, ' ', isInJitsi && mark('in Jitsi only')),
    );
    return h('li', { data: { userId } }, face(person), text, !ended && this.#dots.dot(userId));
  }
}
