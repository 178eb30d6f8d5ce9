/** A meeting as attachJitsi sees it: each command takes effect at once, or is answered when the test says so. */
export class ScriptedMeeting {
  id = 7;
  userId = 'ann';
  sessionId = 'first';
  isInside = true;
  jitsi = null;
  /** What was sent, in order: `[name, body]`. */
  commands = [];
  left = 0;
  #listeners = new Map();
  #held = null;

  constructor(role = 'Participant') {
    this.role = role;
    this.state = {
      meetingId: 7, seq: 10, epoch: 'one', status: 'InProgress', meeting: { hostUserId: role === 'Host' ? 'ann' : 'hugo' },
      participants: [attendee('ann', role), attendee('bob', 'Participant')], recording: null, ended: null,
    };
  }

  get me() {
    return this.state.participants.find((one) => one.userId === this.userId);
  }

  on(name, listener) {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
    return () => this.#listeners.set(name, this.#listeners.get(name).filter((other) => other !== listener));
  }

  listening() {
    return [...this.#listeners.values()].flat().length;
  }

  tell(name, event) {
    for (const listener of this.#listeners.get(name) ?? []) listener(event);
  }

  /** The stream goes on by one event. */
  event(event, fields = {}) {
    const told = { event, seq: this.state.seq + 1, at: '2026-11-23T10:00:00.000Z', meetingId: 7, ...fields };
    this.state = fold(this.state, told);
    for (const name of ['event', event]) this.tell(name, told);
    this.tell('state', this.state);
    return told;
  }

  emit(name, body = {}) {
    this.commands.push([name, body]);
    if (!this.#held) return Promise.resolve(this.take(name, body));
    return new Promise((resolve, reject) => this.#held.push({ name, body, resolve, reject }));
  }

  /** What the node does with a command; `{ ok: true }` without seq where it changes nothing. */
  take(name, body) {
    const before = JSON.stringify([this.me, this.state.recording]);
    const [event, fields] = EFFECTS[name](this.userId, body);
    const changed = JSON.stringify([fold(this.state, { event, ...fields })].map((state) => [
      state.participants.find((one) => one.userId === this.userId), state.recording])[0]) !== before;
    return changed ? { ok: true, seq: this.event(event, fields).seq } : { ok: true };
  }

  /** From now on commands wait for `answer` or `refuse`. */
  hold() {
    this.#held = [];
  }

  answer(given) {
    const { name, body, resolve } = this.#held.shift();
    resolve(given ?? this.take(name, body));
  }

  refuse(code) {
    this.#held.shift().reject(Object.assign(new Error(code), { code }));
  }

  /** The connection was away so long that the stay ended, and another one began. */
  comeBackAnew() {
    this.sessionId = 'second';
    this.event('user_left_meeting', { userId: this.userId });
    this.event('user_joined_meeting', { userId: this.userId, role: this.role });
  }

  leave() {
    this.left++;
    this.tell('closed', { reason: 'left' });
    return Promise.resolve();
  }

  joins = 0;

  async renewJitsi() {
    this.joins++;
    this.jitsi = joinAnswer(`renewed ${this.joins}`);
    return this.jitsi;
  }
}

/** @param {string} jitsiToken @param {number} minutes how long it lives */
export function joinAnswer(jitsiToken, minutes = 60) {
  const tokenExpiresAt = new Date(Date.now() + minutes * 60_000).toISOString();
  return { meetingId: 7, jitsiToken, roomName: 'Interview_abc', role: 'Participant', domain: 'https://meet.example.org', tokenExpiresAt };
}

const EFFECTS = {
  meeting_audio_status: (userId, { isMuted }) => ['user_audio_status', { userId, isMuted }],
  meeting_video_status: (userId, { isVideoOn }) => ['user_video_status', { userId, isVideoOn }],
  meeting_screen_share_started: (userId) => ['user_screen_share_started', { userId }],
  meeting_screen_share_stopped: (userId) => ['user_screen_share_stopped', { userId }],
  meeting_hand_raised: (userId) => ['user_hand_raised', { userId }],
  meeting_hand_lowered: (userId) => ['user_hand_lowered', { userId }],
  meeting_recording_started: (userId) => ['recording_started', { startedBy: userId }],
  meeting_recording_stopped: (userId) => ['recording_stopped', { stoppedBy: userId }],
};

const FOLDS = {
  user_audio_status: ({ isMuted }) => ({ isMuted }),
  user_video_status: ({ isVideoOn }) => ({ isVideoOn }),
  user_screen_share_started: () => ({ isSharingScreen: true }),
  user_screen_share_stopped: () => ({ isSharingScreen: false }),
  user_hand_raised: () => ({ isHandRaised: true }),
  user_hand_lowered: () => ({ isHandRaised: false }),
  user_joined_meeting: ({ userId, role }) => attendee(userId, role),
  user_left_meeting: () => attendee('', 'Participant', false),
};

function fold(state, event) {
  const change = FOLDS[event.event];
  const participants = state.participants.map((one) => (change && one.userId === event.userId
    ? { ...one, ...change(event), userId: one.userId } : one));
  const recording = { recording_started: { startedBy: event.startedBy }, recording_stopped: null }[event.event];
  const over = event.event === 'meeting_ended' || event.event === 'meeting_cancelled';
  return {
    ...state, seq: event.seq ?? state.seq, participants: over ? [] : participants,
    recording: recording === undefined ? state.recording : recording,
    ended: over ? { at: event.at, reason: event.reason ?? null, by: event.by ?? null } : state.ended,
  };
}

function attendee(userId, role) {
  return { userId, userName: userId, role, isMuted: true, isVideoOn: false, isSharingScreen: false, isHandRaised: false };
}
