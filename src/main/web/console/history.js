import { attendance } from './attendance.js';
import { attendanceChart } from './chart.js';
import { fill, h, icon } from './dom.js';
import { facts, statusLine } from './meeting-parts.js';
import { line } from './timeline.js';
import { clockSeconds, counted, failure, length, moment } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').MeetingDetail} MeetingDetail */
/** @typedef {import('./types.js').StreamEvent} StreamEvent */

const PAGE = 1000;
const LINES = 500;

/**
 * How a meeting went: who was there when, for how long, what was recorded, how it ended.
 *
 * @param {App} app
 * @param {number} meetingId
 * @returns {import('./types.js').View}
 */
export function history(app, meetingId) {
  const heading = h('h1', {}, `Meeting ${meetingId}`);
  const body = h('div', { class: 'stack' }, h('p', { class: 'waiting', role: 'status' }, 'Reading…'));
  const read = async () => {
    try {
      const [detail, { events, complete }] = await Promise.all([
        app.gavel.meetings.get(meetingId),
        allEvents(app, meetingId),
      ]);
      heading.textContent = detail.title;
      fill(body, ...parts(detail, events, complete));
    } catch (error) {
      fill(body, h('p', { class: 'note warn', role: 'alert' }, failure(error)));
    }
  };
  read();
  return {
    title: `History of meeting ${meetingId}`,
    element: h(
      'div',
      { class: 'page' },
      h('a', { class: 'up', href: `#/meeting/${meetingId}` }, icon('back'), 'The meeting'),
      heading,
      body,
    ),
  };
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

/** @param {MeetingDetail} detail @param {StreamEvent[]} events @param {boolean} complete */
function parts(detail, events, complete) {
  const seen = attendance(events, Date.now());
  return [
    statusLine(detail),
    !complete &&
      h('p', { class: 'note' }, 'The events of this meeting are no longer kept; what is known of its people is below.'),
    h(
      'section',
      { class: 'card', 'aria-label': 'Attendance' },
      h('h2', {}, 'Attendance'),
      seen.people.length > 0 ? attendanceChart(seen) : h('p', { class: 'muted' }, 'Nobody was inside.'),
      attendanceTable(detail, seen),
    ),
    h(
      'div',
      { class: 'columns-2' },
      h('section', { class: 'card', 'aria-label': 'About' }, h('h2', {}, 'About'), facts(detail)),
      h('section', { class: 'card', 'aria-label': 'Recordings' }, h('h2', {}, 'Recordings'), recordings(detail)),
    ),
    h('section', { class: 'card line', 'aria-label': 'Timeline' }, h('h2', {}, 'Timeline'), lines(detail, events)),
  ];
}

/** @param {MeetingDetail} detail @param {ReturnType<typeof attendance>} seen */
function attendanceTable(detail, seen) {
  const stays = new Map(seen.people.map((one) => [one.userId, one.stays]));
  const rows = detail.participants
    .filter((one) => one.firstJoinedAt)
    .map((one) => {
      const those = stays.get(one.userId) ?? [];
      const left = one.isInMeeting ? 'is inside' : one.lastLeftAt ? clockSeconds(one.lastLeftAt) : '';
      return h(
        'tr',
        { data: { userId: one.userId } },
        h('th', { scope: 'row' }, one.userName),
        h('td', {}, one.role),
        h('td', {}, one.firstJoinedAt && clockSeconds(one.firstJoinedAt)),
        h('td', {}, left),
        h('td', {}, String(those.length || '')),
        h('td', {}, length(one.durationSeconds)),
      );
    });
  const absent = detail.participants.filter((one) => !one.firstJoinedAt).map((one) => one.userName);
  return h(
    'div',
    { class: 'table-scroll' },
    h(
      'table',
      {},
      h('caption', { class: 'unseen' }, 'Attendance'),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ...['Person', 'Role', 'First in', 'Last out', 'Visits', 'Inside'].map((name) => h('th', { scope: 'col' }, name)),
        ),
      ),
      h('tbody', {}, ...rows),
    ),
    absent.length > 0 && h('p', { class: 'muted small' }, `Invited and never there: ${absent.join(', ')}`),
  );
}

/** @param {MeetingDetail} detail */
function recordings(detail) {
  if (detail.recordings.length === 0) return h('p', { class: 'muted' }, 'None.');
  return h(
    'ul',
    { class: 'plain' },
    ...detail.recordings.map((one) =>
      h(
        'li',
        { data: { recordingId: one.id } },
        fileLink(one),
        h(
          'p',
          { class: 'muted small' },
          [
            one.startedAt && moment(one.startedAt),
            one.durationSeconds !== null && length(one.durationSeconds),
            one.sizeBytes !== null && `${(one.sizeBytes / 1_000_000).toFixed(1)} MB`,
            one.format,
          ]
            .filter(Boolean)
            .join(' · '),
        ),
      ),
    ),
  );
}

/** A link where it is one of the web; a path of the server's own is text. @param {import('./types.js').Recording} one */
function fileLink({ fileUrl, fileName }) {
  const name = fileName ?? fileUrl;
  return /^https?:\/\//i.test(fileUrl)
    ? h('a', { href: fileUrl, rel: 'noreferrer', target: '_blank' }, name)
    : h('span', {}, name);
}

/** @param {MeetingDetail} detail @param {StreamEvent[]} events */
function lines(detail, events) {
  const names = new Map(detail.participants.map((one) => [one.userId, one.userName]));
  for (const event of events) if (event.userName) names.set(event.userId, event.userName);
  const name = (/** @type {string | null | undefined} */ id) =>
    id === 'system' ? 'The system' : (names.get(id ?? '') ?? id ?? 'Somebody');
  const left = events.length - LINES;
  return h(
    'div',
    {},
    left > 0 && h('p', { class: 'muted small' }, `The first ${LINES} of ${counted(events.length, 'event')}.`),
    h('ol', { class: 'timeline' }, ...events.slice(0, LINES).map((event) => line(event, name))),
  );
}
