import { button, h, refill } from './dom.js';
import { face } from './face.js';
import { length } from './words.js';

/** @typedef {import('./types.js').Participant} Participant */
/** @typedef {{setRole: (person: Participant, role: 'Moderator' | 'Participant') => Promise<unknown>,
 *   remove: (person: Participant) => unknown}} Changes */

/** Somebody invited, as a row of the table that changes with the person: what has the focus in it keeps it. */
export class PeopleRow {
  #name = h('span', { dir: 'auto' });
  #role = h('td', {});
  #inside = h('td', {});
  #action = h('td', {});
  #changes;
  /** @type {Participant} */
  #person;
  element;

  /** @param {Participant} person @param {HTMLElement} dot @param {Changes} changes */
  constructor(person, dot, changes) {
    this.#person = person;
    this.#changes = changes;
    const id = h('div', { class: 'muted small' }, person.userId);
    const who = h('div', { class: 'person' }, face(person), h('div', {}, h('div', { class: 'name' }, dot, this.#name), id));
    this.element = h('tr', {}, h('td', {}, who), this.#role, this.#inside, this.#action);
  }

  /** @param {Participant} person @param {boolean} mayChange */
  show(person, mayChange) {
    const { userId, userName, role, isInMeeting, durationSeconds } = (this.#person = person);
    const changeable = mayChange && role !== 'Host';
    Object.assign(this.element.dataset, { userId, role, inside: isInMeeting });
    this.#name.textContent = userName;
    refill(this.#role, [userName, changeable || role], () => [changeable ? this.#roleChoice() : role]);
    const select = this.#role.querySelector('select');
    if (select) select.value = role;
    this.#inside.textContent = isInMeeting ? 'now' : durationSeconds ? length(durationSeconds) : 'never';
    this.#inside.className = isInMeeting || durationSeconds ? '' : 'muted';
    const remove = { label: `Remove ${userName}`, text: '', icon: 'trash', class: 'icon-button small' };
    const press = () => this.#changes.remove(this.#person);
    refill(this.#action, [userName, changeable], () => [changeable && button(remove, press)]);
  }

  #roleChoice() {
    const options = ['Participant', 'Moderator'].map((value) => h('option', { value }, value));
    const select = h('select', { 'aria-label': `Role of ${this.#person.userName}` }, ...options);
    select.addEventListener('change', () => {
      const wanted = select.value === 'Moderator' ? 'Moderator' : 'Participant';
      this.#changes.setRole(this.#person, wanted).catch(() => (select.value = this.#person.role));
    });
    return select;
  }
}
