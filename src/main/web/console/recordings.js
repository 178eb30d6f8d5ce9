import { button, h } from './dom.js';
import { length, moment } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').MeetingDetail} MeetingDetail */
/** @typedef {import('./types.js').Recording} Recording */

/** What was recorded, to watch. @param {App} app @param {MeetingDetail} detail */
export function recordings(app, detail) {
  if (detail.recordings.length === 0) return h('p', { class: 'muted' }, 'None.');
  return h('ul', { class: 'plain' }, ...detail.recordings.map((one) => recording(app, one)));
}

/** @param {App} app @param {Recording} one */
function recording(app, one) {
  const known = [
    one.startedAt && moment(one.startedAt),
    one.durationSeconds !== null && length(one.durationSeconds),
    one.sizeBytes !== null && `${(one.sizeBytes / 1_000_000).toFixed(1)} MB`,
    one.format,
  ];
  const about = h('p', { class: 'muted small' }, known.filter(Boolean).join(' · '));
  return h('li', { data: { recordingId: one.id } }, ...file(app, one), about);
}

/**
 * A link where it is one of the web. For a file of the server's own a link is got when it is wanted: it is short-lived.
 *
 * @param {App} app @param {Recording} one
 */
function file(app, { id, meetingId, fileUrl, fileName }) {
  const name = fileName ?? fileUrl;
  if (/^https?:\/\//i.test(fileUrl)) return [h('a', { href: fileUrl, rel: 'noreferrer', target: '_blank' }, name)];
  const link = () => app.gavel.meetings.recordingLink(meetingId, id);
  const failed = (/** @type {unknown} */ error) => app.failed(error, 'The recording cannot be watched');
  const look = { label: `Watch ${name}`, text: 'Watch', class: 'small' };
  return [h('span', {}, name), ' ', button(look, () => watch(link).catch(failed))];
}

/**
 * The tab is opened before the link is there: browsers allow one only at the press itself.
 *
 * @param {() => Promise<{ url: string }>} link
 */
async function watch(link) {
  const tab = window.open('', '_blank');
  if (!tab) throw new Error('The browser opened no tab: allow pop-ups for this page.');
  // The recording may be another server's page, which is not to reach this one.
  tab.opener = null;
  try {
    tab.location.replace((await link()).url);
  } catch (error) {
    tab.close();
    throw error;
  }
}
