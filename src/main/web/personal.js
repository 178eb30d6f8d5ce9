import { backoff, pause } from './platform.js';

/** @import {EventBus} from './event-bus.js' */
/** @import {Context} from './gavel.js' */

/** Hears what this user alone is told, on every device. */
export class Personal {
  #context;
  #hear;

  /**
   * @param {Context} context
   * @param {(event: any) => void} hear
   */
  constructor(context, hear) {
    this.#context = context;
    this.#hear = hear;
  }

  /**
   * @param {EventBus} bus
   * @param {number} [tries] in vain until now
   */
  attach(bus, tries = 0) {
    bus.register(`user.${this.#context.userId}`, this.#hear, () => {
      void this.#again(bus, tries + 1);
    });
  }

  /**
   * The node could not judge it then.
   *
   * @param {EventBus} bus
   * @param {number} tries
   */
  async #again(bus, tries) {
    const { platform, ending } = this.#context;
    await pause(platform, backoff(tries, platform.random), ending).catch(() => {});
    if (this.#context.bus === bus) {
      this.attach(bus, tries);
    }
  }
}
