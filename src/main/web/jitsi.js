/**
 * Jitsi's IFrame API and a meeting's stream, bound to each other. Nothing is echoed: what Jitsi shows is told only where the
 * stream has it otherwise, and what the stream says is done only where Jitsi shows it otherwise.
 *
 * @typedef {import('./gavel-client.js').Meeting} Meeting
 * @typedef {import('./gavel-client.js').MeetingState} MeetingState
 * @typedef {import('./gavel-client.js').JitsiOptions} JitsiOptions
 */
import { JitsiMicrophone } from './jitsi-microphone.js';
import { Report, kinds } from './jitsi-report.js';
import { JitsiRoom } from './jitsi-room.js';

export { jitsiOptions } from './jitsi-options.js';

/**
 * Binds Jitsi's IFrame API to the stream, both ways. `api` is a `JitsiMeetExternalAPI`, or what `onApiReady` of
 * `@jitsi/react-sdk` gives. Gives back what unbinds them.
 *
 * @param {any} api
 * @param {Meeting} meeting
 * @param {JitsiOptions} [options]
 * @returns {() => void}
 */
export function attachJitsi(api, meeting, options = {}) {
  const attachment = new Attachment(api, meeting, options);
  attachment.attach();
  return () => attachment.detach();
}

/** Why a meeting is followed no more by who then has no place in its Jitsi room either. */
const OUT = ['left', 'removed', 'NOT_FOUND', 'NOT_JOINED', 'MEETING_FULL'];

/** A page that was about to go and is still there after so many milliseconds, stays. */
const STAYS_AFTER = 5_000;

class Attachment {
  /** What ends each of the bonds. @type {(() => void)[]} */
  bonds = [];
  detached = false;
  inJitsi = false;
  /** A `videoConferenceLeft` that comes now is no hanging up. */
  reloading = false;
  hasBreakoutRooms = false;
  /** @type {Set<string>} */
  recordings = new Set();
  /** The newest lowering of this person's hand that came while a command about it was under way. */
  loweredAt = 0;

  /** @param {any} api @param {Meeting} meeting @param {JitsiOptions} options */
  constructor(api, meeting, options) {
    this.meeting = meeting;
    this.options = options;
    /** @param {unknown} error */
    this.onError = (error) => options.onError?.(error);
    this.room = new JitsiRoom(api, meeting.userId, this.onError);
    const report = (/** @type {keyof typeof kinds} */ name) => new Report(meeting, kinds[name], this.onError);
    this.audio = report('audio');
    this.video = report('video');
    this.share = report('share');
    this.hand = report('hand');
    this.recording = report('recording');
    this.reports = [this.audio, this.video, this.share, this.hand, this.recording];
    this.sessionId = meeting.sessionId;
    this.microphone = new JitsiMicrophone(() => this.isMicrophoneOpen(), () => this.room.command('toggleAudio'));
  }

  attach() {
    for (const [name, listener] of Object.entries(this.fromJitsi())) {
      this.bonds.push(this.room.on(name, this.guarded((event) => this.detached || listener(event))));
    }
    for (const [name, listener] of Object.entries(this.fromStream())) {
      this.bonds.push(this.meeting.on(/** @type {any} */ (name), this.guarded(listener)));
    }
    this.listenToPage();
    this.hand.onAnswer = (seq) => this.handAnswered(seq);
    if (this.meeting.state.ended) this.ended();
    else if (this.room.isEntered()) void this.guarded(() => this.joined({}))({});
  }

  detach() {
    this.detached = true;
    for (const report of this.reports) report.closed = true;
    for (const end of this.bonds.splice(0)) void this.guarded(end)({});
  }

  /** A listener may fail without harm to whoever called it. @param {(event: any) => unknown} listener */
  guarded(listener) {
    return async (/** @type {any} */ event) => {
      try {
        await listener(event ?? {});
      } catch (error) {
        this.onError(error);
      }
    };
  }

  /** Jitsi says that it left when the page is reloaded; a session that is to be taken up again must not end by that. */
  listenToPage() {
    const page = globalThis;
    if (typeof page.addEventListener !== 'function') return;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let staying;
    const listen = (/** @type {string} */ name, /** @type {boolean} */ reloading) => {
      const listener = () => {
        this.reloading = reloading;
        clearTimeout(staying);
        // Whoever is asked before it goes may stay, of which a page is told nothing.
        if (name === 'beforeunload') staying = setTimeout(() => void (this.reloading = false), STAYS_AFTER);
      };
      page.addEventListener(name, listener);
      this.bonds.push(() => page.removeEventListener(name, listener));
    };
    listen('beforeunload', true);
    listen('pagehide', true);
    listen('pageshow', false);
    this.bonds.push(() => clearTimeout(staying));
  }

  /** @returns {Record<string, (event: any) => unknown>} */
  fromJitsi() {
    const tell = (/** @type {Report} */ report, /** @type {boolean} */ on) => report.show(on, this.inJitsi);
    return {
      videoConferenceJoined: (event) => this.joined(event),
      videoConferenceLeft: () => this.left(),
      readyToClose: () => this.leave(),
      participantKickedOut: ({ kicked }) => (kicked?.local ? this.leave() : undefined),
      errorOccurred: ({ isFatal }) => void (this.reloading ||= isFatal === true),
      breakoutRoomsUpdated: (event) => void (this.hasBreakoutRooms = Object.keys(event.rooms ?? event).length > 1),
      audioMuteStatusChanged: ({ muted }) => {
        tell(this.audio, !muted);
        return this.microphone.changed();
      },
      videoMuteStatusChanged: ({ muted }) => tell(this.video, !muted),
      screenSharingStatusChanged: ({ on }) => tell(this.share, on === true),
      raiseHandUpdated: ({ id, handRaised }) => {
        if (id === this.room.localId) tell(this.hand, Number(handRaised) > 0);
      },
      recordingStatusChanged: (event) => this.recorded(event),
      participantJoined: (event) => this.room.joined(event),
      participantLeft: ({ id }) => this.room.left(id),
    };
  }

  /** @returns {Record<string, (event: any) => unknown>} */
  fromStream() {
    return {
      mute_requested: (event) => (this.isMeantBy(event) ? this.microphone.close() : undefined),
      user_hand_lowered: (event) => this.handLowered(event),
      role_changed: ({ userId, role }) => this.roleChanged(userId, role),
      participant_removed: ({ userId }) => (userId === this.meeting.userId ? this.hangUp() : this.kick(userId)),
      meeting_ended: () => this.ended(),
      meeting_cancelled: () => this.ended(),
      // A stay that begins anew begins muted, without video, share and hand.
      user_joined_meeting: ({ userId }) => (userId === this.meeting.userId ? this.compare() : undefined),
      state: () => this.stateChanged(),
      reset: () => this.compare(),
      closed: ({ reason }) => this.closed(reason),
    };
  }

  moderates() {
    return this.meeting.role === 'Host' || this.meeting.role === 'Moderator';
  }

  /** @param {{ id?: string }} event */
  async joined({ id }) {
    this.inJitsi = true;
    this.reloading = false;
    // Who comes into the room again comes with the hand down.
    if (this.hand.shown) this.hand.show(false);
    await Promise.all([this.look(), this.room.enter(id)]);
  }

  /** Asks Jitsi what it shows. Its answers come in one order with its events. */
  async look() {
    /** @type {[Report, string, (answer: boolean) => boolean][]} */
    const questions = [
      [this.audio, 'isAudioMuted', (muted) => !muted],
      [this.video, 'isVideoMuted', (muted) => !muted],
      [this.share, 'isSharingScreen', (on) => on],
    ];
    await Promise.all(questions.map(async ([report, question, on]) => {
      const answer = await this.room.ask(question);
      if (answer === undefined) report.tell();
      else report.show(on(answer));
    }));
  }

  left() {
    const hungUp = this.inJitsi && !this.reloading && !this.hasBreakoutRooms;
    this.inJitsi = false;
    this.room.leave();
    return hungUp ? this.leave() : undefined;
  }

  leave() {
    this.detach();
    return this.meeting.leave();
  }

  hangUp() {
    this.detach();
    this.room.command('hangup');
  }

  ended() {
    if (this.detached) return;
    const { state, userId, role } = this.meeting;
    const isHost = role === 'Host' || state.meeting.hostUserId === userId;
    if (isHost && this.options.endForAll !== false) this.room.command('endConference');
    this.hangUp();
    void this.guarded(() => this.options.onEnded?.(state))({});
  }

  /** @param {string} reason */
  closed(reason) {
    if (this.detached) return;
    if (reason === 'MEETING_ENDED' || reason === 'MEETING_CANCELLED') return this.ended();
    if (OUT.includes(reason)) return this.hangUp();
    this.detach();
    if (reason !== 'closed') this.onError(new Error(`The meeting is followed no more: ${reason}`));
  }

  stateChanged() {
    this.reports.forEach((report) => report.notice());
    const { sessionId } = this.meeting;
    if (sessionId !== this.sessionId) {
      this.sessionId = sessionId;
      return this.compare();
    }
    this.reports.filter((report) => report.doubtful).forEach((report) => report.compare(this.inJitsi));
  }

  /** The stream may have missed what Jitsi did, or forgotten it with the session. */
  compare() {
    if (this.meeting.state.ended) return this.ended();
    for (const report of this.reports) report.compare(this.inJitsi);
    return this.inJitsi ? this.look() : undefined;
  }

  /** @param {{ on?: boolean, mode?: string, error?: string }} event */
  recorded({ on, mode = 'file', error }) {
    if (error) this.onError(new Error(`Jitsi does not record: ${error}`));
    if (mode === 'stream') return;
    if (on) this.recordings.add(mode);
    else this.recordings.delete(mode);
    if (this.moderates()) this.recording.show(this.recordings.size > 0);
  }

  /** @param {{ userId: string | null, by: string }} event */
  isMeantBy({ userId, by }) {
    const me = this.meeting.userId;
    return by !== me && (userId === null ? this.meeting.role === 'Participant' : userId === me);
  }

  /** An older Jitsi cannot be asked: then what it last said counts. */
  async isMicrophoneOpen() {
    const muted = await this.room.ask('isAudioMuted');
    return !this.detached && (muted === undefined ? this.audio.shown === true : !muted);
  }

  /** @param {{ userId: string, seq: number }} event */
  handLowered({ userId, seq }) {
    if (userId !== this.meeting.userId || seq <= (this.hand.told?.seq ?? 0)) return;
    if (this.hand.underWay) this.loweredAt = seq;
    else this.lowerHand();
  }

  /** What was lowered before this answer's event was another raising. @param {number} seq */
  handAnswered(seq) {
    if (this.loweredAt > seq) this.lowerHand();
    this.loweredAt = 0;
  }

  lowerHand() {
    if (!this.hand.shown) return;
    this.hand.show(false, false);
    this.room.command('toggleRaiseHand');
  }

  /** @param {string} userId @param {string} role */
  async roleChanged(userId, role) {
    if (role !== 'Moderator' || userId === this.meeting.userId || !this.moderates()) return;
    for (const id of await this.room.idsOf(userId)) this.room.command('grantModerator', id);
  }

  /** @param {string} userId */
  async kick(userId) {
    if (!this.moderates()) return;
    for (const id of await this.room.idsOf(userId)) this.room.command('kickParticipant', id);
  }
}
