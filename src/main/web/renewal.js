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

/**
 * Replaces the token of a connection before it expires, for as long as there is a new one.
 *
 * @param {object} means
 * @param {EventBus} means.bus
 * @param {Tokens} means.tokens
 * @param {Platform} means.platform
 * @param {number} means.ahead by how many milliseconds the node's clock is ahead
 * @param {(error: unknown) => void} means.failed
 * @param {string} expiresAt
 */
export function keepToken({ bus, tokens, platform, ahead, failed }, expiresAt) {
  /** @type {unknown} */
  let timer;
  let inVain = 0;
  let stopped = false;

  /** @param {string} end */
  function plan(end) {
    const left = Date.parse(end) - platform.now() - ahead;
    const wait = Math.max(left - Math.min(MARGIN, left / 5), SOONEST * 2 ** inVain);
    if (!stopped) {
      timer = platform.setTimeout(() => renew(end), Math.min(wait, LATEST));
    }
  }

  /** @param {string} end */
  async function renew(end) {
    try {
      const token = await tokens.renew(await tokens.current());
      await bus.send('authenticate', { token });
      const { expiresAt: later } = await bus.send('get_connection', {});
      inVain = later > end ? 0 : inVain + 1;
      end = later;
    } catch (error) {
      inVain++;
      // Tried again until the node closes; what then happens is decided there.
      if (!(error instanceof GavelError && error.code === 'NETWORK')) {
        failed(error);
      }
    }
    plan(end);
  }

  if (tokens.canRenew) {
    plan(expiresAt);
  }
  return {
    stop() {
      stopped = true;
      platform.clearTimeout(timer);
    },
  };
}
