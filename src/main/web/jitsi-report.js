/**
 * What Jitsi shows of this page's person, told to the meeting's stream: the newest value of one kind, one command at a time.
 *
 * @typedef {import('./gavel-client.js').Meeting} Meeting
 * @typedef {import('./gavel-client.js').MeetingState} MeetingState
 * @typedef {import('./gavel-client.js').MeetingCommands} MeetingCommands
 */

/**
 * @typedef {object} Kind
 * @property {boolean} own whether each session has a value of its own, which the roster shows combined with those of this
 *   person's other devices: off there means off in every session, on there need not be this one
 * @property {(state: MeetingState, userId: string) => boolean | undefined} roster what the stream has; undefined while outside
 * @property {(on: boolean) => [keyof MeetingCommands, any]} command
 * @property {string[]} [agreed] refusals that say that it is so already
 */

/** @param {'isMuted' | 'isVideoOn' | 'isSharingScreen' | 'isHandRaised'} field */
const mine = (field) => (/** @type {MeetingState} */ state, /** @type {string} */ userId) =>
  state.participants.find((one) => one.userId === userId)?.[field];

/** @type {Record<'audio' | 'video' | 'share' | 'hand' | 'recording', Kind>} */
export const kinds = {
  audio: {
    own: true,
    roster: (state, userId) => {
      const muted = mine('isMuted')(state, userId);
      return muted === undefined ? undefined : !muted;
    },
    command: (on) => ['meeting_audio_status', { isMuted: !on }],
  },
  video: { own: true, roster: mine('isVideoOn'), command: (on) => ['meeting_video_status', { isVideoOn: on }] },
  share: {
    own: true,
    roster: mine('isSharingScreen'),
    command: (on) => [on ? 'meeting_screen_share_started' : 'meeting_screen_share_stopped', {}],
  },
  hand: {
    own: false,
    roster: mine('isHandRaised'),
    command: (on) => [on ? 'meeting_hand_raised' : 'meeting_hand_lowered', {}],
  },
  recording: {
    own: false,
    roster: (state) => state.recording !== null,
    command: (on) => [on ? 'meeting_recording_started' : 'meeting_recording_stopped', {}],
    agreed: ['ALREADY_RECORDING', 'NOT_RECORDING'],
  },
};

/** After these nobody knows whether the command took effect. */
const DOUBTFUL = ['TIMEOUT', 'NETWORK', 'UNAVAILABLE'];

/** One kind. `on` means: microphone open, camera on, screen shared, hand up, recording. */
export class Report {
  /**
   * @param {Meeting} meeting
   * @param {Kind} kind
   * @param {(error: unknown) => void} onError
   */
  constructor(meeting, kind, onError) {
    this.meeting = meeting;
    this.kind = kind;
    this.onError = onError;
    /** What Jitsi shows; undefined until it is known. @type {boolean | undefined} */
    this.shown = undefined;
    /** What the node last accepted from here, and up to where. @type {{ on: boolean, seq: number } | null} */
    this.told = null;
    this.underWay = false;
    /** Rises when what was told no longer counts, as for a new session. */
    this.era = 0;
    this.doubtful = false;
    /** Whether what the stream has on is of this page: it may be of another one, where not each session has its own. */
    this.isOurs = false;
    this.closed = false;
    /** @type {(seq: number) => void} */
    this.onAnswer = () => {};
  }

  /** Jitsi shows this now. @param {boolean} on @param {boolean} [tell] */
  show(on, tell = true) {
    this.shown = on;
    if (tell) this.tell();
  }

  /** What was told no longer counts: compares with the roster, and tells what differs. @param {boolean} [tell] */
  compare(tell = true) {
    this.notice();
    this.told = null;
    this.era++;
    this.doubtful = false;
    if (tell && (this.kind.own || this.shown || this.isOurs)) this.tell();
  }

  /** What is off, or begins after that, is not of this page. */
  notice() {
    const { state, userId } = this.meeting;
    const isNewer = state.seq >= (this.told?.seq ?? 0);
    if (isNewer && !this.underWay && !this.kind.roster(state, userId)) this.isOurs = false;
  }

  tell() {
    this.notice();
    const on = this.shown;
    // While the connection is away the client keeps a command; who never went in has nothing to tell.
    if (on === undefined || this.underWay || this.closed || this.meeting.sessionId === null || on === this.standing()) return;
    this.underWay = true;
    void this.send(on);
  }

  /** What the stream has from here; undefined if that cannot be known. */
  standing() {
    const { state, userId } = this.meeting;
    const roster = this.kind.roster(state, userId);
    if (this.kind.own) return this.told ? this.told.on : roster === false ? false : undefined;
    return this.told && state.seq < this.told.seq ? this.told.on : roster;
  }

  /** @param {boolean} on */
  async send(on) {
    const era = this.era;
    let seq = 0;
    try {
      const [name, body] = this.kind.command(on);
      seq = (await this.meeting.emit(name, body)).seq ?? 0;
      this.told = { on, seq };
      this.isOurs = on;
    } catch (error) {
      this.refused(on, error);
    }
    this.underWay = false;
    if (this.closed) return;
    this.onAnswer(seq);
    // An answer that was given to an earlier session says nothing of this one.
    if (era !== this.era) this.compare();
    else if (this.shown !== on) this.tell();
  }

  /** @param {boolean} on @param {any} error */
  refused(on, error) {
    const agreed = this.kind.agreed?.includes(error?.code);
    this.told = agreed ? { on, seq: 0 } : null;
    if (agreed || this.closed) return;
    this.doubtful = DOUBTFUL.includes(error?.code);
    this.onError(error);
  }
}
