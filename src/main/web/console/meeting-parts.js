import { ask, field } from './dialogs.js';
import { h } from './dom.js';
import { length, moment, statusWord } from './words.js';
import { wallClock } from './zones.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').MeetingFields} MeetingFields */

/** @param {MeetingFields} meeting */
export function statusLine(meeting) {
  return h(
    'p',
    { class: 'status-line' },
    h('span', { class: 'status', data: { status: meeting.status, testid: 'status' } }, statusWord(meeting.status)),
    h('span', {}, moment(meeting.startedAt ?? meeting.scheduledAt)),
    h(
      'span',
      { class: 'muted' },
      meeting.durationSeconds === null
        ? `planned for ${length(meeting.durationMinutes * 60)}`
        : `took ${length(meeting.durationSeconds)}`,
    ),
    h('span', { class: 'muted' }, `hosted by ${meeting.hostName}`),
  );
}

/** @param {MeetingFields} meeting */
export function facts(meeting) {
  /** @type {[string, string | number | null | undefined | false][]} */
  const rows = [
    ['Number', meeting.id],
    ['Planned', moment(meeting.scheduledAt)],
    ['Time zone', `${meeting.timeZone}, ${wallClock(new Date(meeting.scheduledAt), meeting.timeZone).slice(11)} there`],
    ['Length', length(meeting.durationMinutes * 60)],
    ['Started', meeting.startedAt && moment(meeting.startedAt)],
    ['Ended', meeting.endedAt && moment(meeting.endedAt)],
    ['Cancelled because', meeting.cancelReason === 'no_show' ? 'nobody came' : meeting.cancelReason],
    ['Password', meeting.hasPassword ? 'asked of everyone but the host' : 'none'],
    ['Recording', meeting.recordingEnabled ? 'allowed' : 'not allowed'],
    ['Most participants', meeting.maxParticipants],
    ['Reference', meeting.externalRef],
    ['Your role', meeting.role],
  ];
  return h(
    'dl',
    { class: 'facts' },
    ...rows.filter(([, value]) => value).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, String(value))]),
  );
}

/** Whether it was ended. @param {App} app @param {number} meetingId */
export async function askEnd(app, meetingId) {
  if (
    !(await ask({
      title: 'End the meeting?',
      text: 'It ends for everybody, at once, and cannot be opened again.',
      confirm: 'End for everyone',
      danger: true,
    }))
  )
    return false;
  await app.gavel.meetings.end(meetingId);
  return true;
}

/** Whether it was cancelled. @param {App} app @param {number} meetingId */
export async function askCancel(app, meetingId) {
  const reason = h('textarea', { rows: 2, maxlength: 500 });
  const fields = [field('Reason', reason, { hint: 'Everybody invited can read it. It may be left empty.' })];
  if (
    !(await ask({
      title: 'Cancel the meeting?',
      text: 'Everybody invited is told. This cannot be undone.',
      fields,
      confirm: 'Cancel the meeting',
      danger: true,
      back: 'Keep it',
    }))
  )
    return false;
  await app.gavel.meetings.cancel(meetingId, reason.value.trim() || undefined);
  return true;
}
