import { button, h } from './dom.js';
import { length, moment } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').MeetingDetail} MeetingDetail */
/** @typedef {import('./types.js').Recording} Recording */

/** @type {Record<string, string>} */
const WHY = {
  FORBIDDEN: 'Its Host and Moderators alone may watch this recording',
  NOT_FOUND: 'This recording can no longer be had, or never could',
};

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
 * A link is got when it is wanted: it is short-lived, and it is the server that says who may watch.
 *
 * @param {App} app @param {Recording} one
 */
function file(app, { id, meetingId, fileUrl, fileName }) {
  const name = fileName ?? fileUrl;
  const link = () => app.gavel.meetings.recordingLink(meetingId, id).catch((error) => {
    // Whoever may not have a link of ours may still go where the file's own address leads.
    if (error.code === 'FORBIDDEN' && /^https?:\/\//i.test(fileUrl)) return { url: fileUrl };
    throw error;
  });
  const failed = (/** @type {any} */ error) => app.failed(error, WHY[error.code] ?? 'The recording cannot be watched');
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
