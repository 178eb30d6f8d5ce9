import { GavelError, shut } from './gavel-error.js';
import { Commands } from './commands.js';
import { reduce, stateOfDetail, stateOfSnapshot, withFields } from './roster.js';
import { Stream } from './stream.js';

/** @import {JoinAnswer, MeetingState, Role} from './gavel-client.d.ts' */
/** @import {EventBus} from './event-bus.js' */
/** @import {Context} from './gavel.js' */
/** @import {Answer, Event, Position, Source} from './stream.js' */

/**
 * A meeting's stream as this user follows it, and the session in it.
 *
 * @implements {Source}
 */
export class MeetingStream {
  /** @type {MeetingState | null} */
  state = null;
  /** @type {Role | null} */
  role = null;
  /** @type {JoinAnswer | null} */
  jitsi = null;
  /** @type {string | null} */
  sessionId = null;
  isInside = false;
  /** @type {string | null} why it is followed no more */
  closed = null;
  /** @type {(name: string, event: unknown) => void} */
  tell = () => {};
  #context;
  #stream;
  #commands;
  /** Whether this client wants a session, rather than to look on. */
  #goesIn = false;
  #isLeaving = false;
  /** @type {'removed' | 'left' | null} what the newest events said of this user */
  #gone = null;
  /** The meeting's fields as they were last read, and up to which event they count. */
  #fields = { seq: -1 };
  #hasBegun = false;
  /** @type {{ resolve: () => void, reject: (error: unknown) => void }[]} */
  #expecting = [];

  /**
   * @param {Context} context
   * @param {number} id
   */
  constructor(context, id) {
    this.id = id;
    this.topic = `meeting.${id}`;
    this.#context = context;
    this.#stream = new Stream(this, context.platform, context.ending);
    this.#commands = new Commands(context.platform, context.timeout, context.ending);
  }

  /** Whether it has a session, or gets one as soon as there is a connection. */
  get goesIn() {
    return this.#goesIn && !this.closed;
  }

  /** Admits this user over REST, for a session and a token of Jitsi. @param {string} [password] */
  async admit(password) {
    const body = password === undefined ? undefined : { password };
    this.jitsi = /** @type {JoinAnswer} */ (await this.#context.rest.call('POST', `/api/meeting/${this.id}/join`, body));
    return this.jitsi;
  }

  /**
   * Begins, or goes in where it looked on.
   *
   * @param {boolean} goesIn
   * @returns {Promise<void>} when all is known
   */
  start(goesIn) {
    this.#goesIn ||= goesIn;
    return new Promise((resolve, reject) => {
      this.#hasBegun = true;
      this.#expecting.push({ resolve, reject });
      const { bus } = this.#context;
      if (bus) {
        void this.attach(bus);
      }
    });
  }

  /** @param {EventBus} bus */
  async attach(bus) {
    if (this.#hasBegun) {
      await this.#stream.attach(bus);
    }
  }

  detach() {
    this.isInside = false;
    this.#stream.detach();
    this.#commands.halt();
    if (this.#isLeaving) {
      this.close('left');
    }
  }

  /**
   * @param {string} name
   * @param {object} [body]
   * @returns {Promise<any>}
   */
  command(name, body) {
    if (this.closed) {
      return Promise.reject(shut('the meeting'));
    }
    return this.#commands.add(name, { ...body, meetingId: this.id, clientEventId: this.#context.platform.uuid() });
  }

  /** Ends the session, after the commands before it. A connection that is lost does it, too, after the grace. */
  async leave() {
    if (this.isInside && !this.closed) {
      this.#goesIn = false;
      this.#isLeaving = true;
      await this.#commands.add('leave_meeting_room', { meetingId: this.id }).catch(() => {});
    }
    this.close('left');
  }

  /**
   * @param {string} reason
   * @param {unknown} [error] for who still waits for the beginning
   */
  close(reason, error = shut('the meeting')) {
    if (this.closed) {
      return;
    }
    this.closed = reason;
    this.isInside = false;
    this.#stream.end();
    this.#commands.close('the meeting');
    this.#context.forget(this);
    this.#expecting.splice(0).forEach(({ reject }) => reject(error));
    this.tell('closed', { reason });
  }

  /**
   * @param {EventBus} bus
   * @param {Position | null} known
   * @returns {Promise<Answer>}
   */
  async enter(bus, known) {
    if (!this.#goesIn || this.state?.ended) {
      return known ? this.resume(bus, known) : this.#nothing();
    }
    try {
      return await this.#join(bus, known);
    } catch (error) {
      if (error instanceof GavelError && error.status === 410 && known) {
        // It ended meanwhile: how, is in the stream, which stays.
        return this.resume(bus, known);
      }
      if (!(error instanceof GavelError && error.code === 'NOT_JOINED')) {
        throw error;
      }
      await this.admit();
      return this.#join(bus, known);
    }
  }

  /**
   * @param {EventBus} bus
   * @param {Position | null} known
   * @returns {Promise<Answer>}
   */
  async #join(bus, known) {
    const since = known && { afterSeq: known.seq, epoch: known.epoch, sessionId: this.sessionId };
    const answer = await bus.send('join_meeting_room', { meetingId: this.id, ...since });
    this.sessionId = answer.sessionId;
    this.role = answer.role;
    this.isInside = true;
    this.#fields = { ...answer.snapshot.meeting, seq: answer.seq };
    if (answer.reset && known && answer.epoch === known.epoch) {
      // More than one answer holds, or a snapshot that is older than what was heard: the events may be there all the same.
      const missed = await this.resume(bus, known);
      return missed.reset ? { ...answer, state: stateOfSnapshot(answer) } : missed;
    }
    return { ...answer, state: known && !answer.reset ? undefined : stateOfSnapshot(answer) };
  }

  /**
   * @param {EventBus} bus
   * @param {Position} known
   * @returns {Promise<Answer>}
   */
  resume(bus, { seq, epoch }) {
    return bus.send('resume_meeting', { meetingId: this.id, afterSeq: seq, epoch });
  }

  /** @returns {Promise<MeetingState>} */
  async read() {
    const detail = await this.#context.rest.call('GET', `/api/meeting/${this.id}`);
    this.role = detail.role;
    this.#fields = detail;
    return stateOfDetail(detail);
  }

  /**
   * @param {any} state
   * @param {boolean} isFirst
   */
  adopt(state, isFirst) {
    this.state = state;
    this.#gone = null;
    if (!isFirst) {
      this.tell('reset', state);
      this.tell('state', state);
    }
  }

  /** @param {Event} event */
  take(event) {
    this.#concerns(event);
    this.#set(reduce(/** @type {MeetingState} */ (this.state), event));
    this.tell('event', event);
    this.tell(event.event, event);
    this.tell('state', this.state);
    if (event.event === 'meeting_updated') {
      void this.#reread(event.seq);
    }
  }

  /** A meeting's stream has nothing without a seq. @param {any} _ */
  aside(_) {}

  /** @param {EventBus} bus */
  settled(bus) {
    if (this.#gone) {
      this.close(this.#gone);
      return;
    }
    this.#commands.go(bus);
    this.#expecting.splice(0).forEach(({ resolve }) => resolve());
  }

  /** @param {any} error */
  refused(error) {
    this.close(error.code ?? 'ERROR', error);
  }

  /** What an event says of this user. @param {Event} event */
  #concerns({ event, userId, role }) {
    if (event === 'meeting_ended' || event === 'meeting_cancelled') {
      this.isInside = false;
      this.#gone = null;
    }
    if (userId !== this.#context.userId) {
      return;
    }
    if (event === 'role_changed') {
      this.role = role;
    } else if (event === 'participant_removed') {
      this.#gone = 'removed';
    } else if (event === 'user_left_meeting' && this.#goesIn) {
      this.#gone = 'left';
    } else if (event === 'participant_invited' || event === 'user_joined_meeting') {
      // What was said before it no longer holds.
      this.#gone = null;
    }
  }

  /** The event names fields, not what they are now. @param {number} seq */
  async #reread(seq) {
    try {
      if (this.#fields.seq < seq) {
        const detail = await this.#context.rest.call('GET', `/api/meeting/${this.id}`);
        this.#fields = detail.seq > this.#fields.seq ? detail : this.#fields;
      }
      if (!this.closed) {
        this.#set(withFields(/** @type {MeetingState} */ (this.state), this.#fields));
        this.tell('state', this.state);
      }
    } catch (error) {
      if (!this.closed) {
        this.#context.failed(error);
      }
    }
  }

  /** @param {MeetingState} state */
  #set(state) {
    this.state = state;
  }

  /** So that it is read. @returns {Answer} */
  #nothing() {
    return { epoch: '', seq: 0, events: [], reset: true };
  }
}
