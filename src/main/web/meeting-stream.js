import { Beginning } from './beginning.js';
import { Commands } from './commands.js';
import { GavelError, shut } from './gavel-error.js';
import { MeetingFields } from './meeting-fields.js';
import { MeetingSession } from './meeting-session.js';
import { reduce, stateOfDetail, stateOfSnapshot, withFields, withRecording } from './roster.js';
import { Stream } from './stream.js';

/** @import {JoinAnswer, MeetingState} from './gavel-client.d.ts' */
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
  /** @type {JoinAnswer | null} */
  jitsi = null;
  /** @type {string | null} why it is followed no more */
  closed = null;
  /** @type {(name: string, event: unknown) => void} */
  tell = () => {};
  session;
  #context;
  #stream;
  #commands;
  /** Whether this client wants a session, rather than to look on. */
  #goesIn = false;
  /** @type {Promise<void> | null} */
  #leaving = null;
  /** @type {{ seq: number, recording: any } | null} what no event before the join told */
  #shown = null;
  /** Whether something changed that no event tells. */
  #isUntold = false;
  #fields;
  #beginning = new Beginning();

  /**
   * @param {Context} context
   * @param {number} id
   */
  constructor(context, id) {
    this.id = id;
    this.topic = `meeting.${id}`;
    this.session = new MeetingSession(context, id);
    this.#context = context;
    this.#stream = new Stream(this, context.platform, context.ending);
    this.#commands = new Commands(context.platform, context.timeout, context.ending, () => this.#goInAnew());
    this.#fields = new MeetingFields(context, this);
  }

  /** Whether it has a session, or gets one as soon as there is a connection. */
  get goesIn() {
    return this.#goesIn && !this.closed && !this.#leaving && !this.state?.ended;
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
    if (this.closed || this.#leaving) {
      return Promise.reject(shut('the meeting'));
    }
    this.#goesIn ||= goesIn;
    const begun = this.#beginning.wait();
    const { bus } = this.#context;
    if (bus) {
      void this.attach(bus);
    }
    return begun;
  }

  /** Only looks on from now on. */
  stayOut() {
    this.#goesIn = false;
    this.session.end();
  }

  /** @param {EventBus} bus */
  async attach(bus) {
    if (this.#beginning.isWanted && !this.closed && !this.#leaving) {
      await this.#stream.attach(bus);
    }
  }

  detach() {
    this.session.lost();
    this.#stream.detach();
    this.#commands.halt();
    if (this.#leaving) {
      this.close('left');
    }
  }

  /**
   * @param {string} name
   * @param {object} [body]
   * @returns {Promise<any>}
   */
  command(name, body) {
    if (this.closed || this.#leaving) {
      return Promise.reject(shut('the meeting'));
    }
    return this.#commands.add(name, { ...body, meetingId: this.id, clientEventId: this.#context.platform.uuid() });
  }

  /** Ends the session, after the commands before it. A connection that is lost does it, too, after the grace. */
  leave() {
    if (!this.#leaving) {
      const isInside = this.session.isInside && !this.closed;
      const said = isInside ? this.#commands.add('leave_meeting_room', { meetingId: this.id }) : Promise.resolve();
      this.#leaving = said.then(() => isInside && this.session.lost(), () => {}).then(() => this.close('left'));
      this.#context.forget(this, this.closed ? undefined : this.#leaving);
    }
    return this.#leaving;
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
    this.session.end();
    this.#stream.end();
    this.#commands.close('the meeting');
    this.#context.forget(this);
    this.#beginning.fail(error);
    this.tell('closed', { reason });
  }

  /** Where the session is over, or another connection has it: with one of its own. */
  #goInAnew() {
    const { bus } = this.#context;
    if (!bus || !this.goesIn) {
      return false;
    }
    this.session.taken();
    this.#commands.halt();
    void this.#stream.attach(bus);
    return true;
  }

  /**
   * @param {EventBus} bus
   * @param {Position | null} known
   * @returns {Promise<Answer>}
   */
  async enter(bus, known) {
    if (!this.#goesIn || this.state?.ended) {
      // It is read where nothing is known.
      return known ? this.resume(bus, known) : { epoch: '', seq: 0, events: [], reset: true };
    }
    try {
      return await this.#join(bus, known);
    } catch (error) {
      if (error instanceof GavelError && error.status === 410 && known) {
        // It ended meanwhile: how, is in the stream, which stays.
        return this.resume(bus, known);
      }
      throw error;
    }
  }

  /**
   * @param {EventBus} bus
   * @param {Position | null} known
   * @returns {Promise<Answer>}
   */
  async #join(bus, known) {
    const before = this.session.id;
    const answer = await this.session.enter(bus, known ? { afterSeq: known.seq, epoch: known.epoch } : undefined);
    this.#isUntold ||= before !== null && before !== answer.sessionId;
    this.#shown = { seq: answer.seq, recording: answer.snapshot.recording };
    this.#fields.set({ ...answer.snapshot.meeting, seq: answer.seq });
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
    this.session.role = detail.role;
    this.#fields.set(detail);
    return withRecording(stateOfDetail(detail), await this.session.recording());
  }

  /**
   * @param {any} state
   * @param {boolean} isFirst
   */
  adopt(state, isFirst) {
    this.state = state;
    this.session.gone = null;
    this.#shown = null;
    if (!isFirst) {
      this.tell('reset', state);
      this.tell('state', state);
    }
  }

  /** @param {Event} event */
  take(event) {
    this.session.hear(event, this.goesIn);
    this.state = this.#withShown(reduce(/** @type {MeetingState} */ (this.state), event));
    this.tell('event', event);
    this.tell(event.event, event);
    this.tell('state', this.state);
    if (event.event === 'meeting_updated') {
      void this.#fields.need(event.seq);
    }
  }

  /** A meeting's stream has nothing without a seq. @param {any} _ */
  aside(_) {}

  /** @param {EventBus} bus */
  settled(bus) {
    const { gone } = this.session;
    this.session.gone = null;
    // That no session was left says nothing of whether this user may come back: to go in does.
    if (gone && (gone === 'removed' || !this.#goInAnew())) {
      this.close(gone);
    }
    if (gone) {
      return;
    }
    this.#tellRest();
    this.#commands.go(bus);
    this.#beginning.come();
  }

  /** @param {any} error */
  refused(error) {
    const isLeft = error.code === 'NOT_JOINED' && this.session.id !== null;
    this.close(isLeft ? 'left' : (error.code ?? 'ERROR'), error);
  }

  /** What the join showed counts as soon as all before it is taken. @param {MeetingState} state */
  #withShown(state) {
    return this.#shown?.seq === state.seq ? withRecording(state, this.#shown.recording) : state;
  }

  #tellRest() {
    const state = this.#withShown(/** @type {MeetingState} */ (this.state));
    if (state !== this.state || this.#isUntold) {
      this.#isUntold = false;
      this.state = state;
      this.tell('state', state);
    }
  }

  /** The meeting's fields were read anew. @param {Record<string, any>} fields */
  refresh(fields) {
    this.state = withFields(/** @type {MeetingState} */ (this.state), fields);
    this.tell('state', this.state);
  }
}
