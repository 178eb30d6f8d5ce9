import { invalid } from './gavel-error.js';
import { Listeners, Source, tellUntilClosed } from './listening.js';

/** @import {BodyOf, JoinAnswer, Meeting as Declared, MeetingCommands, MeetingEvents, MeetingState} from './gavel-client.d.ts' */
/** @import {Context} from './gavel.js' */
/** @import {MeetingStream} from './meeting-stream.js' */

/** @type {Set<string>} */
const COMMANDS = new Set([
  'meeting_audio_status',
  'meeting_video_status',
  'meeting_recording_started',
  'meeting_recording_stopped',
  'meeting_screen_share_started',
  'meeting_screen_share_stopped',
  'meeting_hand_raised',
  'meeting_hand_lowered',
  'meeting_mute_all',
  'meeting_mute_user',
]);

/**
 * A meeting as users of the client see it.
 *
 * @extends {Source<MeetingEvents>}
 * @implements {Declared}
 */
export class Meeting extends Source {
  #stream;
  #context;

  /**
   * @param {MeetingStream} stream
   * @param {Context} context
   */
  constructor(stream, context) {
    const listeners = new Listeners(context.failed);
    super(listeners);
    this.#stream = stream;
    this.#context = context;
    stream.tell = tellUntilClosed(stream, listeners);
  }

  get id() {
    return this.#stream.id;
  }

  get state() {
    return /** @type {MeetingState} */ (this.#stream.state);
  }

  get userId() {
    return this.#context.userId ?? '';
  }

  get role() {
    return this.#stream.session.role;
  }

  get isInside() {
    return this.#stream.session.isInside;
  }

  get sessionId() {
    return this.#stream.session.id;
  }

  get jitsi() {
    return this.#stream.jitsi;
  }

  get jitsiToken() {
    return this.#stream.jitsi?.jitsiToken ?? null;
  }

  /**
   * @template {keyof MeetingCommands} Name
   * @param {Name} name
   * @param {BodyOf<Name>} body
   * @returns {Promise<{ ok: true, seq?: number }>}
   */
  emit(name, ...[body]) {
    if (!COMMANDS.has(name)) {
      return Promise.reject(invalid(`${name} is no command`));
    }
    return this.#stream.command(name, body);
  }

  /** @returns {Promise<JoinAnswer>} */
  renewJitsi() {
    return this.#stream.admit();
  }

  leave() {
    return this.#stream.leave();
  }

  close() {
    this.#stream.close('closed');
  }
}
