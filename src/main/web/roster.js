/** @import {Attendee, MeetingDetail, MeetingState, Occupant, StreamEvent} from './gavel-client.d.ts' */

/** @typedef {StreamEvent & Record<string, any>} Event */
/** @typedef {Readonly<Attendee>} Person */
/** @typedef {readonly Readonly<Occupant>[]} Occupants */
/** @typedef {Partial<MeetingState>} Change */

/** Fields that the events themselves tell; all others are read anew when `meeting_updated` names any. */
const TOLD = ['status', 'startedAt', 'endedAt', 'durationSeconds', 'cancelReason', 'seq'];

/**
 * What each event changes. What is not here changes nobody's place.
 *
 * @type {Record<string, (state: MeetingState, event: any) => Change>}
 */
const CHANGES = {
  meeting_started: (state, { startedAt }) => ({
    status: 'InProgress',
    meeting: { ...state.meeting, status: 'InProgress', startedAt },
  }),
  user_joined_meeting: (state, event) => people([...without(state, event.userId), arrived(state, event)]),
  user_left_meeting: (state, { userId }) => people(without(state, userId)),
  participant_removed: (state, { userId }) => ({ ...people(without(state, userId)), ...nobodys(state, userId) }),
  user_audio_status: (state, { userId, isMuted }) => person(state, userId, { isMuted }),
  user_video_status: (state, { userId, isVideoOn }) => person(state, userId, { isVideoOn }),
  user_screen_share_started: (state, { userId }) => person(state, userId, { isSharingScreen: true }),
  user_screen_share_stopped: (state, { userId }) => person(state, userId, { isSharingScreen: false }),
  user_hand_raised: (state, { userId, position }) =>
    person(state, userId, { isHandRaised: true, handPosition: position }),
  user_hand_lowered: (state, { userId }) => person(state, userId, { isHandRaised: false, handPosition: null }),
  role_changed: (state, { userId, role }) => person(state, userId, { role }),
  occupant_joined: (state, event) => inRoom(cleared(state, event.userId), [...otherDevices(state, event), device(event)]),
  occupant_left: (state, event) => inRoom(state.participants, otherDevices(state, event)),
  user_media_missing: (state, { userId }) => person(state, userId, { notInMedia: true }),
  recording_started: (_, { startedBy, at }) => ({ recording: Object.freeze({ startedBy, startedAt: at }) }),
  recording_stopped: () => ({ recording: null }),
  meeting_ended: (state, { endedAt, durationSeconds, reason, by }) =>
    over(state, { status: 'Completed', endedAt, durationSeconds }, { at: endedAt, reason, by }),
  meeting_cancelled: (state, { at, reason }) =>
    over(state, { status: 'Cancelled', endedAt: at, cancelReason: reason }, { at, reason: 'cancelled', by: null }),
};

/**
 * The state after one more event.
 *
 * @param {MeetingState} state
 * @param {Event} event
 * @returns {MeetingState}
 */
export function reduce(state, event) {
  if (event.seq <= state.seq) {
    return state;
  }
  const change = CHANGES[event.event]?.(state, event) ?? {};
  const meeting = { ...(change.meeting ?? state.meeting), seq: event.seq };
  return frozen({ ...state, ...change, meeting, seq: event.seq });
}

/**
 * The state that a snapshot of `join_meeting_room` shows.
 *
 * @param {{ seq: number, epoch: string, snapshot: any }} answer
 * @returns {MeetingState}
 */
export function stateOfSnapshot({ seq, epoch, snapshot }) {
  return stateOf({ seq, epoch, ...snapshot });
}

/**
 * The state that `GET /api/meeting/:id` shows.
 *
 * @param {MeetingDetail} detail
 * @returns {MeetingState}
 */
export function stateOfDetail({ participants, recordings, occupants, epoch, ...meeting }) {
  const inside = participants.filter(({ isInMeeting }) => isInMeeting);
  return stateOf({ seq: meeting.seq, epoch, meeting, participants: inside, recording: null, occupants });
}

/**
 * The state with the meeting's fields as they were read later, save those that the events tell.
 *
 * @param {MeetingState} state
 * @param {Record<string, any>} fields
 * @returns {MeetingState}
 */
export function withFields(state, { participants, recordings, occupants, epoch, role, ...fields }) {
  const kept = Object.fromEntries(TOLD.map((name) => [name, /** @type {any} */ (state.meeting)[name]]));
  return frozen({ ...state, meeting: { ...state.meeting, ...fields, ...kept } });
}

/**
 * The state with what is recorded as others than the events show it.
 *
 * @param {MeetingState} state
 * @param {{ startedBy: string, startedAt: string } | null} recording
 * @returns {MeetingState}
 */
export function withRecording(state, recording) {
  const isKnown = Boolean(recording) === Boolean(state.recording);
  return isKnown ? state : frozen({ ...state, recording: recording && Object.freeze({ ...recording }) });
}

/**
 * A node of an earlier version tells of no occupants.
 *
 * @param {{ seq: number, epoch: string, meeting: any, participants: any[], recording: any, occupants?: Occupant[] }} read
 * @returns {MeetingState}
 */
function stateOf({ seq, epoch, meeting, participants, recording, occupants = [] }) {
  const { role, ...fields } = meeting;
  const people = [...participants].sort(byArrival).map(inside);
  return frozen({
    meetingId: meeting.id,
    seq,
    epoch,
    status: meeting.status,
    meeting: { ...fields, seq },
    ...inRoom(people, occupants.map((one) => Object.freeze({ ...one }))),
    recording: recording && Object.freeze({ ...recording }),
    ended: ending(meeting),
  });
}

/** @param {any} meeting */
function ending({ status, endedAt }) {
  if (status === 'Cancelled') {
    return Object.freeze({ at: endedAt, reason: 'cancelled', by: null });
  }
  return status === 'Completed' ? Object.freeze({ at: endedAt, reason: null, by: null }) : null;
}

/**
 * @param {any} one
 * @param {any} other
 */
function byArrival(one, other) {
  return compare(one.firstJoinedAt ?? '', other.firstJoinedAt ?? '') || compare(one.userId, other.userId);
}

/**
 * @param {string} one
 * @param {string} other
 */
function compare(one, other) {
  return one < other ? -1 : Number(one > other);
}

/** @param {any} participant @returns {Person} */
function inside({ userId, userName, role, isInMedia = false, notInMedia = false, ...status }) {
  const { isMuted, isVideoOn, isSharingScreen, isHandRaised, handPosition } = status;
  const shown = { isMuted, isVideoOn, isSharingScreen, isHandRaised, handPosition, isInMedia, notInMedia };
  return Object.freeze({ userId, userName, role, ...shown, since: null });
}

/**
 * @param {MeetingState} state
 * @param {Event} event
 * @returns {Person}
 */
function arrived({ occupants }, { userId, userName, role, at }) {
  const status = { isMuted: true, isVideoOn: false, isSharingScreen: false, isHandRaised: false, handPosition: null };
  const media = { isInMedia: isIn(occupants, userId), notInMedia: false };
  return Object.freeze({ userId, userName, role, ...status, ...media, since: at });
}

/** @param {Event} event @returns {Readonly<Occupant>} */
function device({ occupantId, userId, name, at }) {
  return Object.freeze({ occupantId, userId, name, joinedAt: at });
}

/**
 * @param {MeetingState} state
 * @param {Event} event
 */
function otherDevices({ occupants }, { occupantId }) {
  return occupants.filter((one) => one.occupantId !== occupantId);
}

/**
 * Whoever is removed may be in the room until Jitsi has sent them out, but is none of the meeting's people.
 *
 * @param {MeetingState} state
 * @param {string} userId
 * @returns {Change}
 */
function nobodys({ occupants }, userId) {
  const now = occupants.map((one) => (one.userId === userId ? Object.freeze({ ...one, userId: null }) : one));
  return { occupants: Object.freeze(now) };
}

/**
 * @param {Occupants} occupants
 * @param {string} userId
 */
function isIn(occupants, userId) {
  return occupants.some((one) => one.userId === userId);
}

/**
 * These devices in Jitsi, and who of these people is there with one.
 *
 * @param {readonly Person[]} participants
 * @param {Occupants} occupants
 */
function inRoom(participants, occupants) {
  const seen = participants.map((one) => {
    const isInMedia = isIn(occupants, one.userId);
    return isInMedia === one.isInMedia ? one : Object.freeze({ ...one, isInMedia });
  });
  return { participants: Object.freeze(seen), occupants: Object.freeze(occupants) };
}

/**
 * @param {MeetingState} state
 * @param {string | null} userId who is missed no more
 */
function cleared({ participants }, userId) {
  return participants.map((one) => (one.userId === userId ? Object.freeze({ ...one, notInMedia: false }) : one));
}

/**
 * @param {MeetingState} state
 * @param {string} userId
 */
function without({ participants }, userId) {
  return participants.filter((one) => one.userId !== userId);
}

/**
 * @param {MeetingState} state
 * @param {string} userId
 * @param {Partial<Attendee>} change
 */
function person({ participants }, userId, change) {
  return people(participants.map((one) => (one.userId === userId ? Object.freeze({ ...one, ...change }) : one)));
}

/**
 * These, their hands counted from 1 in the order in which they went up.
 *
 * @param {readonly Person[]} participants
 * @returns {Change}
 */
function people(participants) {
  const hands = participants
    .filter(({ isHandRaised }) => isHandRaised)
    .sort((one, other) => (one.handPosition ?? 0) - (other.handPosition ?? 0));
  const counted = participants.map((one) => {
    const handPosition = one.isHandRaised ? hands.indexOf(one) + 1 : null;
    return handPosition === one.handPosition ? one : Object.freeze({ ...one, handPosition });
  });
  return { participants: Object.freeze(counted) };
}

/**
 * @param {MeetingState} state
 * @param {Partial<MeetingState['meeting']> & { status: MeetingState['status'] }} fields
 * @param {{ at: string, reason: string | null, by: string | null }} ended
 * @returns {Change}
 */
function over(state, fields, ended) {
  const nobody = inRoom([], []);
  const meeting = { ...state.meeting, ...fields };
  return { status: fields.status, meeting, ...nobody, recording: null, ended: Object.freeze(ended) };
}

/** @param {MeetingState} state @returns {MeetingState} */
function frozen(state) {
  return Object.freeze({ ...state, meeting: Object.freeze(state.meeting) });
}
