import { GavelError, late, shut } from './gavel-error.js';
import { backoff, pause } from './platform.js';

/** @import {Ending} from './ending.js' */
/** @import {EventBus} from './event-bus.js' */
/** @import {Platform} from './platform.js' */

/**
 * @typedef {object} Command
 * @property {string} address
 * @property {object} body
 * @property {(answer: any) => void} resolve
 * @property {(error: unknown) => void} reject
 * @property {unknown} timer
 * @property {boolean} isRepeated for its sender was outside
 */

/**
 * Commands to one topic, one after the other in the order of their calls, each repeated as it is until it is answered or its
 * time is up. A node that is away, or a lost answer, thus never lets a later one overtake.
 */
export class Commands {
  #platform;
  #timeout;
  #ending;
  /** @type {Command[]} */
  #waiting = [];
  /** @type {EventBus | null} */
  #bus = null;
  #isBusy = false;
  #goesIn;

  /**
   * @param {Platform} platform
   * @param {number} timeout
   * @param {Ending} ending
   * @param {() => boolean} [goesIn] goes in again where a command says that its sender is outside; whether it does
   */
  constructor(platform, timeout, ending, goesIn = () => false) {
    this.#goesIn = goesIn;
    this.#platform = platform;
    this.#timeout = timeout;
    this.#ending = ending;
  }

  /**
   * @param {string} address
   * @param {object} body
   * @returns {Promise<any>} the answer
   */
  add(address, body) {
    return new Promise((resolve, reject) => {
      /** @type {Command} */
      const command = { address, body, resolve, reject, timer: undefined, isRepeated: false };
      command.timer = this.#platform.setTimeout(() => this.#done(command, () => reject(late())), this.#timeout);
      this.#waiting.push(command);
      void this.#work();
    });
  }

  /** Sends them over this connection from now on. @param {EventBus} bus */
  go(bus) {
    if (this.#bus !== bus) {
      this.#bus = bus;
      void this.#work();
    }
  }

  /** Keeps them for the next connection. */
  halt() {
    this.#bus = null;
  }

  /** Fails them all. @param {string} what was closed */
  close(what) {
    this.halt();
    [...this.#waiting].forEach((command) => this.#done(command, () => command.reject(shut(what))));
  }

  async #work() {
    if (this.#isBusy) {
      return;
    }
    this.#isBusy = true;
    for (let tries = 0; this.#bus && this.#waiting[0]; ) {
      const isAnswered = await this.#try(this.#bus, this.#waiting[0]);
      tries = isAnswered ? 0 : tries + 1;
      if (!isAnswered && this.#bus) {
        await pause(this.#platform, backoff(tries, this.#platform.random), this.#ending).catch(() => this.halt());
      }
    }
    this.#isBusy = false;
  }

  /**
   * @param {EventBus} bus
   * @param {Command} command
   * @returns {Promise<boolean>} whether it was answered
   */
  async #try(bus, command) {
    try {
      const answer = await bus.send(command.address, command.body);
      this.#done(command, () => command.resolve(answer));
      return true;
    } catch (error) {
      if (isUnanswered(error)) {
        return false;
      }
      if (isOutside(command, error) && this.#goesIn()) {
        command.isRepeated = true;
        return false;
      }
      this.#done(command, () => command.reject(error));
      return true;
    }
  }

  /**
   * @param {Command} command
   * @param {() => void} tell
   */
  #done(command, tell) {
    const place = this.#waiting.indexOf(command);
    if (place >= 0) {
      this.#waiting.splice(place, 1);
      this.#platform.clearTimeout(command.timer);
      tell();
    }
  }
}

/** Whether it may yet be answered, or has been without our knowing. @param {unknown} error */
function isUnanswered(error) {
  return error instanceof GavelError && ['NETWORK', 'TIMEOUT', 'UNAVAILABLE'].includes(error.code);
}

/**
 * Whether it says so of its sender, whose session another connection may have taken, and not of another person.
 *
 * @param {Command} command
 * @param {unknown} error
 */
function isOutside({ body, isRepeated }, error) {
  return error instanceof GavelError && error.code === 'NOT_IN_MEETING' && !isRepeated && !('userId' in body);
}
