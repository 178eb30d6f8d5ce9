import { button, fill, h } from './dom.js';
import { field } from './dialogs.js';

/** @typedef {{userId: string, role: 'Participant' | 'Moderator'}} Wanted */

const HINT = 'User ids; commas part several. Enter adds them.';

/** People by user id, one or many at once (commas or lines part them), each with a role. */
export class PeopleField {
  #roles;
  /** @type {Wanted[]} */
  #people = [];
  #input = h('input', { autocomplete: 'off', name: 'people' });
  #list = h('ul', { class: 'chosen' });
  element = field('People', this.#input, { hint: HINT, name: 'participantUserIds moderatorUserIds userIds' });

  /** @param {{roles?: boolean}} [options] whether each can be given a role */
  constructor({ roles = true } = {}) {
    this.#roles = roles;
    this.#input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !this.#input.value.trim()) return;
      event.preventDefault();
      this.#add();
    });
    const add = button({ label: 'Add', icon: 'plus' }, () => {
      this.#add();
      this.#input.focus();
    });
    const row = h('div', { class: 'with-button' }, add);
    this.#input.replaceWith(row);
    row.prepend(this.#input);
    this.element.append(this.#list);
  }

  /** Those in the list. */
  get chosen() {
    return this.#people;
  }

  /** Also what was typed and not added yet. @returns {Wanted[]} */
  read() {
    this.#add();
    return this.#people;
  }

  #add() {
    const ids = this.#input.value.split(/[,;\n]+/u).map((id) => id.trim());
    for (const userId of ids) {
      if (userId && !this.#people.some((one) => one.userId === userId)) this.#people.push({ userId, role: 'Participant' });
    }
    this.#input.value = '';
    this.#show();
  }

  #show() {
    fill(this.#list, ...this.#people.map((one) => this.#row(one)));
  }

  /** @param {Wanted} one */
  #row(one) {
    const remove = button({ label: `Take out ${one.userId}`, text: '', icon: 'close', class: 'icon-button small' }, () => {
      this.#people = this.#people.filter((other) => other !== one);
      this.#show();
      this.#input.focus();
    });
    return h('li', {}, h('span', { class: 'id' }, one.userId), this.#roles && roleChoice(one), remove);
  }
}

/** @param {Wanted} one */
function roleChoice(one) {
  const options = ['Participant', 'Moderator'].map((role) =>
    h('option', { value: role, selected: role === one.role }, role),
  );
  const select = h('select', { 'aria-label': `Role of ${one.userId}` }, ...options);
  select.addEventListener('change', () => {
    one.role = select.value === 'Moderator' ? 'Moderator' : 'Participant';
  });
  return select;
}
