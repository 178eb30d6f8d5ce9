import { isPassing, unreachable } from './gavel-error.js';
import { backoff, pause } from './platform.js';

/** @import {Ending} from './ending.js' */
/** @import {EventBus, Registration} from './event-bus.js' */
/** @import {Platform} from './platform.js' */

/**
 * @typedef {{ event: string, seq: number, at: string } & Record<string, any>} Event
 * @typedef {{ readonly seq: number, readonly epoch: string | null }} Position the last known event, and of which numbering
 * @typedef {Position & Record<string, any>} State what it is that the events change
 *
 * @typedef {object} Answer to a join or resume
 * @property {string} epoch
 * @property {number} seq
 * @property {Event[]} events
 * @property {boolean} reset the events are not here
 * @property {boolean} [more] others follow
 * @property {State} [state] counts in place of the events
 *
 * @typedef {object} Source what a topic is followed for
 * @property {string} topic
 * @property {(bus: EventBus, known: Position | null) => Promise<Answer>} enter
 * @property {(bus: EventBus, known: Position) => Promise<Answer>} resume
 * @property {() => Promise<State>} read anew
 * @property {(state: State, isFirst: boolean) => void} adopt
 * @property {(event: Event) => void} take each once and in order
 * @property {(event: any) => void} aside what has no seq
 * @property {(bus: EventBus) => void} settled all is taken that is known of
 * @property {(error: any) => void} refused for good
 */

/** @typedef {{ readonly bus: EventBus, registration?: Registration }} Turn */

/**
 * Follows one topic over connections that come and go: each event once and in order. It registers first and asks then for what
 * it lacks: what is heard meanwhile waits until the answer is in.
 */
export class Stream {
  #source;
  #platform;
  #ending;
  /** @type {Turn | null} the newest attempt; what an older one still hears of counts no more */
  #turn = null;
  /** @type {Position | null} */
  #known = null;
  /** @type {Event[] | null} what was heard while it lacks something before it */
  #early = null;

  /**
   * @param {Source} source
   * @param {Platform} platform
   * @param {Ending} ending
   */
  constructor(source, platform, ending) {
    this.#source = source;
    this.#platform = platform;
    this.#ending = ending;
  }

  /** Whether all is taken that is known of. */
  get isLive() {
    return this.#turn !== null && this.#early === null;
  }

  /**
   * Goes on over this connection, from where it was.
   *
   * @param {EventBus} bus
   */
  attach(bus) {
    /** @type {Turn} */
    const turn = { bus };
    this.#turn = turn;
    return this.#persist(turn, () => this.#enter(turn));
  }

  /** Goes on nowhere for now. */
  detach() {
    this.#turn = null;
    this.#early = null;
  }

  /** Hears no more, and says so. */
  end() {
    this.#turn?.bus.unregister(this.#source.topic);
    this.detach();
  }

  /** @param {Turn} turn */
  async #enter(turn) {
    this.#early = [];
    turn.registration = turn.bus.register(
      this.#source.topic,
      (event) => this.#hear(turn, event),
      () => this.#lostRegistration(turn),
    );
    await this.#absorb(turn, await this.#source.enter(turn.bus, this.#known));
  }

  /**
   * A refusal that comes late, as with a database that was away: nothing was heard since.
   *
   * @param {Turn} turn
   */
  #lostRegistration(turn) {
    if (this.#turn === turn && this.#early === null) {
      void this.attach(turn.bus);
    }
  }

  /**
   * Takes what came, and asks on until nothing is lacking. The last answer is one to what was sent after the registration, of
   * which it is known then whether it was refused.
   *
   * @param {Turn} turn
   * @param {Answer} first
   */
  async #absorb(turn, first) {
    let answer = first;
    for (;;) {
      const state = answer.state ?? (answer.reset ? await this.#source.read() : null);
      if (this.#turn !== turn) {
        return;
      }
      this.#checkRegistration(turn);
      const before = this.#known?.seq;
      if (state) {
        this.#adopt(state);
      } else {
        answer.events.forEach((event) => this.#take(turn, event));
      }
      const isWhole = !answer.more && (answer.state || !state);
      if ((isWhole && this.#drain(turn)) || this.#known === null || this.#turn !== turn) {
        return;
      }
      if (isWhole && !state && this.#known.seq === before) {
        throw unreachable('an event is missing, and the node does not know of it yet');
      }
      answer = await this.#source.resume(turn.bus, this.#known);
    }
  }

  /** @param {Turn} turn */
  #checkRegistration({ registration }) {
    if (registration?.refused) {
      throw registration.refused;
    }
  }

  /** @param {State} state */
  #adopt(state) {
    const isFirst = this.#known === null;
    this.#known = { seq: state.seq, epoch: state.epoch };
    this.#source.adopt(state, isFirst);
  }

  /**
   * @param {Turn} turn
   * @param {any} event
   */
  #hear(turn, event) {
    if (this.#turn !== turn) {
      return;
    }
    if (typeof event.seq !== 'number') {
      this.#source.aside(event);
    } else if (this.#early) {
      this.#early.push(event);
    } else if (this.#known && event.seq > this.#known.seq + 1) {
      this.#early = [event];
      void this.#persist(turn, () => this.#fill(turn));
    } else {
      this.#take(turn, event);
      this.#settled(turn);
    }
  }

  /** @param {Turn} turn */
  async #fill(turn) {
    if (turn.registration?.refused) {
      await this.#enter(turn);
    } else if (this.#known) {
      await this.#absorb(turn, await this.#source.resume(turn.bus, this.#known));
    }
  }

  /**
   * @param {Turn} turn
   * @param {Event} event
   */
  #take(turn, event) {
    // A listener may have ended it.
    if (this.#turn === turn && this.#known && event.seq > this.#known.seq) {
      this.#known = { seq: event.seq, epoch: this.#known.epoch };
      this.#source.take(event);
    }
  }

  /**
   * Takes what was early; false where something is still lacking before it.
   *
   * @param {Turn} turn
   */
  #drain(turn) {
    const early = (this.#early ?? []).sort((one, other) => one.seq - other.seq);
    while (early[0] && this.#known && early[0].seq <= this.#known.seq + 1) {
      this.#take(turn, /** @type {Event} */ (early.shift()));
    }
    if (early.length > 0 && this.#turn === turn) {
      return false;
    }
    this.#early = null;
    this.#settled(turn);
    return true;
  }

  /** @param {Turn} turn */
  #settled(turn) {
    if (this.#turn === turn) {
      this.#source.settled(turn.bus);
    }
  }

  /**
   * Tries until it succeeds, is refused for good, or the connection is another.
   *
   * @param {Turn} turn
   * @param {() => Promise<void>} attempt
   */
  async #persist(turn, attempt) {
    for (let tries = 0; this.#turn === turn; tries++) {
      try {
        await attempt();
        return;
      } catch (error) {
        if (this.#turn === turn && !isPassing(error)) {
          this.#source.refused(error);
          return;
        }
      }
      await pause(this.#platform, backoff(tries, this.#platform.random), this.#ending).catch(() => this.detach());
    }
  }
}
