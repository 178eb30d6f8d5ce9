import { ask, showFaults } from './dialogs.js';
import { arrange, button, h, refill } from './dom.js';
import { PeopleField } from './people-field.js';
import { PeopleRow } from './people-row.js';
import { Presence } from './presence.js';
import { counted } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').MeetingDetail} MeetingDetail */
/** @typedef {import('./types.js').Participant} Participant */

/** Who is invited, with what the host can change. */
export class People {
  #app;
  #dots;
  #title = h('h2', {}, 'People');
  #rows = h('tbody', {});
  #foot = h('div', {});
  /** @type {Map<string, PeopleRow>} */
  #made = new Map();

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    this.#dots = new Presence(app);
    const names = ['Person', 'Role', 'Inside'].map((name) => h('th', { scope: 'col' }, name));
    const actions = h('th', { scope: 'col' }, h('span', { class: 'unseen' }, 'Actions'));
    const table = h('table', { class: 'people' }, h('thead', {}, h('tr', {}, ...names, actions)), this.#rows);
    this.element = h('section', { class: 'card', 'aria-label': 'People' }, this.#title, table, this.#foot);
  }

  dispose() {
    this.#dots.dispose();
  }

  /** @param {MeetingDetail} detail */
  show(detail) {
    const mayChange = detail.role === 'Host' && (detail.status === 'Scheduled' || detail.status === 'InProgress');
    const { participants, id } = detail;
    this.#title.textContent = counted(participants.length, 'person', 'people');
    const rows = new Map(participants.map((person) => [person.userId, this.#rowOf(id, person)]));
    this.#made = rows;
    for (const person of participants) rows.get(person.userId)?.show(person, mayChange);
    const elements = [...rows.values()].map((row) => row.element);
    arrange(this.#rows, elements);
    const more = () => invite(this.#app, id);
    refill(this.#foot, [mayChange], () => [mayChange && button({ label: 'Invite people', icon: 'plus' }, more)]);
    this.#dots.watch(participants.map((person) => person.userId));
  }

  /** @param {number} meetingId @param {Participant} person */
  #rowOf(meetingId, person) {
    const known = this.#made.get(person.userId);
    if (known) return known;
    const { gavel, failed } = this.#app;
    return new PeopleRow(person, this.#dots.dot(person.userId), {
      remove: (one) => removePerson(this.#app, meetingId, one),
      setRole: ({ userId, userName }, role) =>
        gavel.meetings.setRole(meetingId, userId, role).catch((error) => {
          failed(error, `The role of ${userName}`);
          throw error;
        }),
    });
  }
}

/** @param {App} app @param {number} meetingId @param {{userId: string, userName: string}} person */
export async function removePerson(app, meetingId, { userId, userName }) {
  const text = 'Whoever is removed leaves the meeting at once, and cannot come back without a new invitation.';
  if (!(await ask({ title: `Remove ${userName}?`, text, confirm: 'Remove', danger: true }))) return;
  await app.gavel.meetings.remove(meetingId, userId).catch((error) => app.failed(error, `Remove ${userName}`));
}

/** Asks until it worked or was given up. @param {App} app @param {number} meetingId */
export async function invite(app, meetingId) {
  const wanted = new PeopleField({ roles: false });
  while (await ask({ title: 'Invite people', fields: [wanted.element], confirm: 'Invite' })) {
    const userIds = wanted.read().map((one) => one.userId);
    if (userIds.length === 0) return;
    try {
      await app.gavel.meetings.invite(meetingId, userIds);
      return;
    } catch (error) {
      const errors = /** @type {any} */ (error).problem?.errors;
      if (!errors) return app.failed(error, 'Invite');
      // Shown once the dialog is open again.
      setTimeout(() => showFaults(wanted.element.parentElement ?? wanted.element, errors, userIds));
    }
  }
}
