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
   * Until it is in force, or the connection is another: a node may not be able to judge it now.
   *
   * @param {EventBus} bus
   */
  async attach(bus) {
    const { platform, ending, userId } = this.#context;
    for (let tries = 0; this.#context.bus === bus; tries++) {
      let isInForce = false;
      const registration = bus.register(`user.${userId}`, this.#hear, () => {
        // A refusal may come late.
        void (isInForce && this.attach(bus));
      });
      const isAnswered = await bus.send('get_connection', {}).catch(() => null);
      if (isAnswered && !registration.refused) {
        isInForce = true;
        return;
      }
      await pause(platform, backoff(tries, platform.random), ending).catch(() => {});
    }
  }
}
