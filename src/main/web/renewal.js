import { GavelError } from './gavel-error.js';

/** @import {EventBus} from './event-bus.js' */
/** @import {Platform} from './platform.js' */
/** @import {Tokens} from './tokens.js' */

/** So long before its end a token is replaced; a short one after four fifths of what is left. */
const MARGIN = 60_000;
/** Between two that gave nothing newer, doubled each time. */
const SOONEST = 1_000;
/** Timers take no more than 24 days. */
const LATEST = 24 * 3_600_000;

/** Replaces the token of one connection before it expires, for as long as there is a new one. */
export class Renewal {
  #bus;
  #tokens;
  #platform;
  #ahead;
  #failed;
  #inVain = 0;
  #isOver = false;
  /** @type {unknown} */
  #timer;

  /**
   * @param {object} means
   * @param {EventBus} means.bus
   * @param {Tokens} means.tokens
   * @param {Platform} means.platform
   * @param {number} means.ahead by how many milliseconds the node's clock is ahead
   * @param {(error: unknown) => void} means.failed
   */
  constructor({ bus, tokens, platform, ahead, failed }) {
    this.#bus = bus;
    this.#tokens = tokens;
    this.#platform = platform;
    this.#ahead = ahead;
    this.#failed = failed;
  }

  /** @param {string} expiresAt by the node's clock */
  plan(expiresAt) {
    if (this.#isOver || !this.#tokens.canRenew) {
      return;
    }
    const left = Date.parse(expiresAt) - this.#platform.now() - this.#ahead;
    const wait = Math.max(left - Math.min(MARGIN, left / 5), SOONEST * 2 ** this.#inVain);
    this.#timer = this.#platform.setTimeout(() => this.#renew(expiresAt), Math.min(wait, LATEST));
  }

  stop() {
    this.#isOver = true;
    this.#platform.clearTimeout(this.#timer);
  }

  /** @param {string} expiresAt */
  async #renew(expiresAt) {
    try {
      // The connection has it before it counts.
      await this.#tokens.renew(await this.#tokens.current());
      const { expiresAt: later } = await this.#bus.send('get_connection', {});
      this.#inVain = later > expiresAt ? 0 : this.#inVain + 1;
      this.plan(later);
    } catch (error) {
      // Tried again until the node closes; what then happens is decided there.
      const { cause } = /** @type {Error} */ (error);
      if (!this.#isOver && (cause !== undefined || !(error instanceof GavelError && error.code === 'NETWORK'))) {
        this.#failed(cause ?? error);
      }
      this.#inVain++;
      this.plan(expiresAt);
    }
  }
}
