import { ask, showFaults } from './dialogs.js';
import { button, fill, h } from './dom.js';
import { face } from './face.js';
import { PeopleField } from './people-field.js';
import { Presence } from './presence.js';
import { counted, failure, length } from './words.js';

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
    this.#title.textContent = counted(detail.participants.length, 'person', 'people');
    fill(this.#rows, ...detail.participants.map((person) => this.#row(detail.id, person, mayChange)));
    const more = () => invite(this.#app, detail.id);
    fill(this.#foot, mayChange && button({ label: 'Invite people', icon: 'plus' }, more));
    this.#dots.watch(detail.participants.map((person) => person.userId));
  }

  /** @param {number} meetingId @param {Participant} person @param {boolean} mayChange */
  #row(meetingId, person, mayChange) {
    const { userId, userName, role, isInMeeting, durationSeconds } = person;
    const changeable = mayChange && role !== 'Host';
    const name = h('div', { class: 'name' }, this.#dots.dot(userId), userName);
    const who = h('div', { class: 'person' }, face(person), h('div', {}, name, h('div', { class: 'muted small' }, userId)));
    const inside = durationSeconds ? length(durationSeconds) : h('span', { class: 'muted' }, 'never');
    const remove = { label: `Remove ${userName}`, text: '', icon: 'trash', class: 'icon-button small' };
    return h(
      'tr',
      { data: { userId, role, inside: isInMeeting } },
      h('td', {}, who),
      h('td', {}, changeable ? roleChoice(this.#app, meetingId, person) : role),
      h('td', {}, isInMeeting ? 'now' : inside),
      h('td', {}, changeable && button(remove, () => removePerson(this.#app, meetingId, person))),
    );
  }
}

/** @param {App} app @param {number} meetingId @param {Participant} person */
function roleChoice(app, meetingId, { userId, userName, role }) {
  const options = ['Participant', 'Moderator'].map((value) => h('option', { value, selected: value === role }, value));
  const select = h('select', { 'aria-label': `Role of ${userName}` }, ...options);
  select.addEventListener('change', () => {
    const wanted = select.value === 'Moderator' ? 'Moderator' : 'Participant';
    app.gavel.meetings.setRole(meetingId, userId, wanted).catch((error) => {
      select.value = role;
      app.toast(failure(error), 'error');
    });
  });
  return select;
}

/** @param {App} app @param {number} meetingId @param {{userId: string, userName: string}} person */
export async function removePerson(app, meetingId, { userId, userName }) {
  const text = 'Whoever is removed leaves the meeting at once, and cannot come back without a new invitation.';
  if (!(await ask({ title: `Remove ${userName}?`, text, confirm: 'Remove', danger: true }))) return;
  await app.gavel.meetings.remove(meetingId, userId).catch((error) => app.toast(failure(error), 'error'));
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
      if (!errors) return app.toast(failure(error), 'error');
      // Shown once the dialog is open again.
      setTimeout(() => showFaults(wanted.element.parentElement ?? wanted.element, errors));
    }
  }
}
