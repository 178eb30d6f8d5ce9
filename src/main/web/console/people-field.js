import { button, fill, h, icon } from './dom.js';
import { field } from './dialogs.js';

/** @typedef {{userId: string, role: 'Participant' | 'Moderator'}} Wanted */

/**
 * People by user id, one or many at once (commas or lines part them), each with a role.
 *
 * @param {{roles?: boolean, hint?: string}} [options]
 */
export function peopleField({ roles = true, hint = 'User ids; commas part several. Enter adds them.' } = {}) {
  /** @type {Wanted[]} */
  let people = [];
  const input = h('input', { autocomplete: 'off', name: 'people' });
  const list = h('ul', { class: 'chosen' });
  const add = () => {
    const ids = input.value
      .split(/[,;\n]+/u)
      .map((id) => id.trim())
      .filter(Boolean);
    const fresh = [...new Set(ids)].filter((id) => !people.some((one) => one.userId === id));
    people = [...people, ...fresh.map((userId) => ({ userId, role: /** @type {const} */ ('Participant') }))];
    input.value = '';
    render();
  };
  const render = () => fill(list, ...people.map((one) => person(one)));
  const person = (/** @type {Wanted} */ one) =>
    h(
      'li',
      {},
      h('span', { class: 'id' }, one.userId),
      roles && roleChoice(one),
      button({ label: `Take out ${one.userId}`, text: '', icon: 'close', class: 'icon-button small' }, () => {
        people = people.filter((other) => other !== one);
        render();
        input.focus();
      }),
    );
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !input.value.trim()) return;
    event.preventDefault();
    add();
  });
  const box = field('People', input, { hint, name: 'participantUserIds moderatorUserIds userIds' });
  const row = h(
    'div',
    { class: 'with-button' },
    h('button', { type: 'button', on: { click: () => (add(), input.focus()) } }, icon('plus'), 'Add'),
  );
  input.replaceWith(row);
  row.prepend(input);
  box.append(list);
  return {
    element: box,
    /** Also what was typed and not added yet. @returns {Wanted[]} */
    read() {
      add();
      return people;
    },
  };
}

/** @param {Wanted} one */
function roleChoice(one) {
  const select = h(
    'select',
    { 'aria-label': `Role of ${one.userId}` },
    ...['Participant', 'Moderator'].map((role) => h('option', { value: role, selected: role === one.role }, role)),
  );
  select.addEventListener('change', () => {
    one.role = select.value === 'Moderator' ? 'Moderator' : 'Participant';
  });
  return select;
}
