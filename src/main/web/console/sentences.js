import { length } from './words.js';

/** @typedef {import('./types.js').StreamEvent} StreamEvent */
/** @typedef {(userId: string | null | undefined) => string} Names */

/** @type {Record<string, string>} */
const FIELDS = {
  title: 'the title',
  description: 'the description',
  scheduledAt: 'the start',
  durationMinutes: 'the length',
  timeZone: 'the time zone',
  hasPassword: 'the password',
  recordingEnabled: 'whether it may be recorded',
  maxParticipants: 'how many fit in',
  chatEnabled: 'the chat',
  conversationId: 'its conversation',
  externalRef: 'the reference',
};

/** @type {Record<string, (event: StreamEvent, name: Names) => string>} */
const SENTENCES = {
  meeting_started: () => 'The meeting started',
  user_joined_meeting: (event) => `${event.userName} came in as ${event.role}`,
  user_left_meeting: (event) => `${event.userName} left`,
  user_audio_status: (event) => `${event.userName} ${event.isMuted ? 'is muted' : 'unmuted'}`,
  user_video_status: (event) => `${event.userName} turned the camera ${event.isVideoOn ? 'on' : 'off'}`,
  user_screen_share_started: (event) => `${event.userName} shares the screen`,
  user_screen_share_stopped: (event) => `${event.userName} stopped sharing`,
  user_hand_raised: (event) => `${event.userName} raised a hand, number ${event.position}`,
  user_hand_lowered: (event) => `The hand of ${event.userName} is down`,
  recording_started: (event, name) => `${name(event.startedBy)} started recording`,
  recording_stopped: (event, name) => `${name(event.stoppedBy)} stopped recording`,
  mute_requested: (event, name) =>
    `${name(event.by)} muted ${event.userId === null ? 'all participants' : name(event.userId)}`,
  role_changed: (event, name) => `${name(event.by)} made ${name(event.userId)} a ${event.role}`,
  participant_invited: (event) => `${event.userName} was invited as ${event.role}`,
  participant_removed: (event) => `${event.userName} was removed`,
  meeting_updated: (event) =>
    `Changed: ${event.fields.map((/** @type {string} */ field) => FIELDS[field] ?? field).join(', ')}`,
  occupant_joined: (event) => `${event.name} came into the room in Jitsi`,
  occupant_left: (event) => `${event.name} left the room in Jitsi`,
  user_media_missing: (event) => `${event.userName} is not in the call`,
  recording_added: () => 'A recording was added',
  meeting_ended: (event, name) =>
    `${ENDS[event.reason]?.(name(event.by)) ?? 'The meeting ended'} after ${length(event.durationSeconds)}`,
  meeting_cancelled: (event) =>
    `The meeting was cancelled${event.reason ? `: ${event.reason === 'no_show' ? 'nobody came' : event.reason}` : ''}`,
};

/** @type {Record<string, (who: string) => string>} */
const ENDS = {
  host: (who) => `${who} ended the meeting`,
  empty: () => 'The meeting ended, empty,',
  time: () => 'The meeting reached its longest time and ended',
};

/** What kinds of events look like in a line. @type {Record<string, string>} */
const ICONS = {
  user_joined_meeting: 'people',
  participant_invited: 'people',
  user_left_meeting: 'leave',
  participant_removed: 'leave',
  user_audio_status: 'mic',
  mute_requested: 'mic-off',
  user_video_status: 'camera',
  user_screen_share_started: 'share',
  user_screen_share_stopped: 'share',
  user_hand_raised: 'hand',
  user_hand_lowered: 'hand',
  recording_started: 'record',
  recording_stopped: 'record',
  occupant_joined: 'people',
  occupant_left: 'leave',
  recording_added: 'record',
};

/** One event as a sentence. Kinds that are not known here are told by their name. @param {StreamEvent} event @param {Names} name */
export function sentence(event, name) {
  return SENTENCES[event.event]?.(event, name) ?? event.event.replace(/_/g, ' ');
}

/** @param {StreamEvent} event */
export function iconOf(event) {
  if (event.event === 'user_audio_status' && event.isMuted) return 'mic-off';
  if (event.event === 'user_video_status' && !event.isVideoOn) return 'camera-off';
  return ICONS[event.event] ?? 'clock';
}
