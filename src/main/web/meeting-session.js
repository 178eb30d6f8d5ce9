import { isPassing, unreachable } from './gavel-error.js';

/** @import {Role} from './gavel-client.d.ts' */
/** @import {EventBus} from './event-bus.js' */
/** @import {Context} from './gavel.js' */
/** @import {Event} from './stream.js' */

/** This client's session in one meeting. */
export class MeetingSession {
  /** @type {string | null} */
  id = null;
  isInside = false;
  /** @type {Role | null} */
  role = null;
  /** @type {'removed' | 'left' | null} what the newest events said of this user */
  gone = null;
  #context;
  #meetingId;
  /** @type {EventBus | null} over which it went in, or is about to, and did not go out */
  #enteredBy = null;
  #isTaken = false;

  /**
   * @param {Context} context
   * @param {number} meetingId
   */
  constructor(context, meetingId) {
    this.#context = context;
    this.#meetingId = meetingId;
  }

  /**
   * Goes in, or takes the session over that it had; told again where it is inside, it answers afresh.
   *
   * @param {EventBus} bus
   * @param {object} [since]
   * @returns {Promise<any>} the join's answer
   */
  async enter(bus, since) {
    this.#enteredBy = bus;
    const sessionId = this.#isTaken || this.id === null ? undefined : this.id;
    try {
      const answer = await bus.send('join_meeting_room', { meetingId: this.#meetingId, ...since, sessionId });
      if (this.#enteredBy === bus) {
        this.id = answer.sessionId;
        this.role = answer.role;
        this.isInside = true;
        this.#isTaken = false;
        return answer;
      }
    } catch (error) {
      this.#enteredBy = isPassing(error) ? this.#enteredBy : null;
      throw error;
    }
    throw unreachable('it went out meanwhile');
  }

  /** What is recorded now, which is not read with the meeting: only those who are inside know. */
  async recording() {
    const { bus } = this.#context;
    const answer = bus && this.isInside ? await this.enter(bus) : null;
    return answer?.snapshot.recording ?? null;
  }

  /**
   * What an event says of this user.
   *
   * @param {Event} event
   * @param {boolean} goesIn whether this client wants to be inside
   */
  hear({ event, userId, role }, goesIn) {
    if (event === 'meeting_ended' || event === 'meeting_cancelled') {
      this.isInside = false;
      this.gone = null;
    }
    if (userId !== this.#context.userId) {
      return;
    }
    if (event === 'role_changed') {
      this.role = role;
    } else if (event === 'participant_removed') {
      this.gone = 'removed';
    } else if (event === 'user_left_meeting' && goesIn) {
      this.gone = 'left';
    } else if (event === 'participant_invited' || event === 'user_joined_meeting') {
      // What was said before it no longer holds.
      this.gone = null;
    }
  }

  /** Another connection has it, or it is over: the next one is another. */
  taken() {
    this.#isTaken = true;
    this.isInside = false;
  }

  /** The connection is lost: the session lives on for the grace. */
  lost() {
    this.#enteredBy = null;
    this.isInside = false;
  }

  /** Leaves nothing behind there, also of what is about to begin. */
  end() {
    const bus = this.#enteredBy;
    this.lost();
    if (bus && bus === this.#context.bus) {
      bus.send('leave_meeting_room', { meetingId: this.#meetingId }).catch(() => {});
    }
  }
}
