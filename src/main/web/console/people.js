import { ask, showFaults } from './dialogs.js';
import { button, fill, h } from './dom.js';
import { face } from './face.js';
import { peopleField } from './people-field.js';
import { presence } from './presence.js';
import { counted, failure, length } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').MeetingDetail} MeetingDetail */
/** @typedef {import('./types.js').Participant} Participant */

/**
 * Who is invited, with what the host can change.
 *
 * @param {App} app
 */
export function people(app) {
  const dots = presence(app);
  const title = h('h2', {}, 'People');
  const body = h('tbody', {});
  const foot = h('div', {});
  const table = h(
    'table',
    { class: 'people' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...['Person', 'Role', 'Inside'].map((name) => h('th', { scope: 'col' }, name)),
        h('th', { scope: 'col' }, h('span', { class: 'unseen' }, 'Actions')),
      ),
    ),
    body,
  );
  return {
    element: h('section', { class: 'card', 'aria-label': 'People' }, title, table, foot),
    /** @param {MeetingDetail} detail */
    show(detail) {
      const mayChange = detail.role === 'Host' && (detail.status === 'Scheduled' || detail.status === 'InProgress');
      title.textContent = counted(detail.participants.length, 'person', 'people');
      // A choice that is open is not taken away under the fingers.
      if (body.contains(document.activeElement) && document.activeElement instanceof HTMLSelectElement)
        document.activeElement.blur();
      fill(body, ...detail.participants.map((person) => row(app, detail, person, mayChange, dots)));
      fill(foot, mayChange && button({ label: 'Invite people', icon: 'plus' }, () => invite(app, detail.id)));
      dots.watch(detail.participants.map((person) => person.userId));
    },
    dispose: () => dots.dispose(),
  };
}

/**
 * @param {App} app
 * @param {MeetingDetail} detail
 * @param {Participant} person
 * @param {boolean} mayChange
 * @param {ReturnType<typeof presence>} dots
 */
function row(app, detail, person, mayChange, dots) {
  const changeable = mayChange && person.role !== 'Host';
  return h(
    'tr',
    { data: { userId: person.userId, role: person.role, inside: person.isInMeeting } },
    h(
      'td',
      {},
      h(
        'div',
        { class: 'person' },
        face(person),
        h(
          'div',
          {},
          h('div', { class: 'name' }, dots.dot(person.userId), person.userName),
          h('div', { class: 'muted small' }, person.userId),
        ),
      ),
    ),
    h('td', {}, changeable ? roleChoice(app, detail.id, person) : person.role),
    h(
      'td',
      {},
      person.isInMeeting
        ? 'now'
        : person.durationSeconds
          ? length(person.durationSeconds)
          : h('span', { class: 'muted' }, 'never'),
    ),
    h(
      'td',
      {},
      changeable &&
        button({ label: `Remove ${person.userName}`, text: '', icon: 'trash', class: 'icon-button small' }, () =>
          removePerson(app, detail.id, person),
        ),
    ),
  );
}

/** @param {App} app @param {number} meetingId @param {Participant} person */
function roleChoice(app, meetingId, person) {
  const select = h(
    'select',
    { 'aria-label': `Role of ${person.userName}` },
    ...['Participant', 'Moderator'].map((role) => h('option', { value: role, selected: role === person.role }, role)),
  );
  select.addEventListener('change', () => {
    const role = select.value === 'Moderator' ? 'Moderator' : 'Participant';
    app.gavel.meetings.setRole(meetingId, person.userId, role).catch((error) => {
      select.value = person.role;
      app.toast(failure(error), 'error');
    });
  });
  return select;
}

/** @param {App} app @param {number} meetingId @param {{userId: string, userName: string}} person */
export async function removePerson(app, meetingId, person) {
  const text = 'Whoever is removed leaves the meeting at once, and cannot come back without a new invitation.';
  if (!(await ask({ title: `Remove ${person.userName}?`, text, confirm: 'Remove', danger: true }))) return;
  await app.gavel.meetings.remove(meetingId, person.userId).catch((error) => app.toast(failure(error), 'error'));
}

/** Asks until it worked or was given up. @param {App} app @param {number} meetingId */
export async function invite(app, meetingId) {
  const wanted = peopleField({ roles: false });
  while (await ask({ title: 'Invite people', fields: [wanted.element], confirm: 'Invite' })) {
    const userIds = wanted.read().map((one) => one.userId);
    if (userIds.length === 0) return;
    try {
      await app.gavel.meetings.invite(meetingId, userIds);
      return;
    } catch (error) {
      const errors = /** @type {any} */ (error).problem?.errors;
      if (!errors) return app.toast(failure(error), 'error');
      // Shown once the dialog is open again.
      setTimeout(() => showFaults(wanted.element.parentElement ?? wanted.element, errors));
    }
  }
}
