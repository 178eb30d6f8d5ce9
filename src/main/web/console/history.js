import { attendance } from './attendance.js';
import { attendanceChart } from './chart.js';
import { fill, h, icon } from './dom.js';
import { facts, statusLine } from './meeting-parts.js';
import { recordings } from './recordings.js';
import { line } from './timeline.js';
import { clockSeconds, counted, failure, length } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').MeetingDetail} MeetingDetail */
/** @typedef {import('./types.js').StreamEvent} StreamEvent */

const PAGE = 1000;
const LINES = 500;

/** How a meeting went: who was there when, for how long, what was recorded, how it ended. */
export class History {
  #app;
  #meetingId;
  #heading;
  #body = h('div', { class: 'stack' }, h('p', { class: 'waiting', role: 'status' }, 'Reading…'));

  /** @param {App} app @param {number} meetingId */
  constructor(app, meetingId) {
    this.#app = app;
    this.#meetingId = meetingId;
    this.title = `History of meeting ${meetingId}`;
    this.#heading = h('h1', { dir: 'auto' }, `Meeting ${meetingId}`);
    const up = h('a', { class: 'up', href: `#/meeting/${meetingId}` }, icon('back'), 'The meeting');
    this.element = h('div', { class: 'page' }, up, this.#heading, this.#body);
    this.#read();
  }

  async #read() {
    const { meetings } = this.#app.gavel;
    try {
      const detail = await meetings.get(this.#meetingId);
      const { events, complete } = await allEvents(this.#app, this.#meetingId);
      this.#heading.textContent = detail.title;
      fill(this.#body, ...parts(this.#app, detail, events, complete));
    } catch (error) {
      fill(this.#body, h('p', { class: 'note warn', role: 'alert' }, failure(error)));
    }
  }
}

/** @param {App} app @param {number} meetingId */
async function allEvents(app, meetingId) {
  /** @type {StreamEvent[]} */
  const events = [];
  let complete = true;
  for (let more = true; more;) {
    const page = await app.gavel.meetings.events(meetingId, { after: events[events.length - 1]?.seq ?? 0, limit: PAGE });
    events.push(...page.items);
    complete &&= !page.reset;
    more = page.more && page.items.length > 0;
  }
  return { events, complete };
}

/** @param {App} app @param {MeetingDetail} detail @param {StreamEvent[]} events @param {boolean} complete */
function parts(app, detail, events, complete) {
  const seen = attendance(events, Date.now());
  const chart = seen.people.length ? attendanceChart(seen) : h('p', { class: 'muted' }, 'Nobody was inside.');
  return [
    statusLine(detail),
    !complete &&
      h('p', { class: 'note' }, 'The events of this meeting are no longer kept; what is known of its people is below.'),
    card('Attendance', chart, attendanceTable(detail, seen)),
    h('div', { class: 'columns-2' }, card('About', facts(detail)), card('Recordings', recordings(app, detail))),
    card('Timeline', lines(detail, events)),
  ];
}

/** @param {string} name @param {HTMLElement[]} parts */
function card(name, ...parts) {
  return h('section', { class: 'card', 'aria-label': name }, h('h2', {}, name), ...parts);
}

const COLUMNS = ['Person', 'Role', 'First in', 'Last out', 'Visits', 'Inside'];

/** @param {MeetingDetail} detail @param {ReturnType<typeof attendance>} seen */
function attendanceTable({ participants }, seen) {
  const visits = new Map(seen.people.map((one) => [one.userId, one.stays.length]));
  const came = participants.filter((one) => one.firstJoinedAt);
  const absent = participants.filter((one) => !one.firstJoinedAt).map((one) => one.userName);
  const head = h('thead', {}, h('tr', {}, ...COLUMNS.map((name) => h('th', { scope: 'col' }, name))));
  const body = h('tbody', {}, ...came.map((one) => attendanceRow(one, visits.get(one.userId))));
  const never = absent.length > 0 && h('p', { class: 'muted small' }, `Invited and never there: ${absent.join(', ')}`);
  return h(
    'div',
    { class: 'table-scroll', role: 'region', tabindex: '0', 'aria-label': 'Who was there when' },
    h('table', {}, h('caption', { class: 'unseen' }, 'Attendance'), head, body),
    never,
  );
}

/** @param {import('./types.js').Participant} person @param {number | undefined} visits */
function attendanceRow(person, visits) {
  const first = person.firstJoinedAt && clockSeconds(person.firstJoinedAt);
  const last = person.isInMeeting ? 'is inside' : person.lastLeftAt && clockSeconds(person.lastLeftAt);
  const cells = [person.role, first, last, visits, length(person.durationSeconds)];
  const name = h('th', { scope: 'row', dir: 'auto' }, person.userName);
  return h('tr', { data: { userId: person.userId } }, name, ...cells.map((cell) => h('td', {}, cell)));
}

/** @param {MeetingDetail} detail @param {StreamEvent[]} events */
function lines({ participants }, events) {
  const names = new Map(participants.map((one) => [one.userId, one.userName]));
  for (const { userId, userName } of events) if (userName) names.set(userId, userName);
  const name = (/** @type {string | null | undefined} */ id) =>
    id === 'system' ? 'The system' : (names.get(id ?? '') ?? id ?? 'Somebody');
  const first = `The first ${LINES} of ${counted(events.length, 'event')}.`;
  const shown = events.slice(0, LINES).map((event) => line(event, name));
  return h(
    'div',
    {},
    events.length > LINES && h('p', { class: 'muted small' }, first),
    h('ol', { class: 'timeline' }, ...shown),
  );
}
