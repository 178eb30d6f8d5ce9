import { late } from './gavel-error.js';
import { NodeSocket } from './node-socket.js';

/** @import {Ending} from './ending.js' */
/** @import {ConnectOptions} from './gavel-client.d.ts' */

/**
 * What the client asks of where it runs: time, chance, the network.
 *
 * @typedef {object} Platform
 * @property {() => number} now milliseconds
 * @property {(run: () => void, ms: number) => unknown} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {() => number} random from 0 to below 1
 * @property {() => string} uuid
 * @property {typeof fetch} fetch
 * @property {(url: string) => Promise<WebSocket>} socket one that is opening
 * @property {(run: () => void) => () => void} onOnline runs it whenever the network is there again; gives what ends that
 */

/**
 * @param {ConnectOptions} options
 * @returns {Platform}
 */
export function platformOf(options) {
  const call = options.fetch ?? globalThis.fetch;
  const Socket = /** @type {typeof WebSocket} */ (options.WebSocket ?? globalThis.WebSocket ?? NodeSocket);
  return {
    now: () => Date.now(),
    setTimeout: (run, ms) => setTimeout(run, ms),
    clearTimeout: (timer) => clearTimeout(timer),
    random: () => Math.random(),
    uuid,
    fetch: (input, init) => call(input, init),
    socket: async (url) => new Socket(url),
    onOnline,
  };
}

/** `crypto.randomUUID` is missing on pages that came over plain HTTP. */
function uuid() {
  if (crypto.randomUUID) {
    return crypto.randomUUID();
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** @param {() => void} run */
function onOnline(run) {
  if (typeof globalThis.addEventListener !== 'function') {
    return () => {};
  }
  globalThis.addEventListener('online', run);
  return () => globalThis.removeEventListener('online', run);
}

const FIRST_DELAY = 100;
const LONGEST_DELAY = 10_000;

/**
 * How long to wait before trying again: anything up to a bound that doubles with each try in vain, so that those who were
 * cut off together do not come back together.
 *
 * @param {number} tries in vain until now, from 0
 * @param {() => number} random
 * @param {number} [least] of the bound
 */
export function backoff(tries, random, least = FIRST_DELAY) {
  return random() * Math.min(LONGEST_DELAY, Math.max(least, FIRST_DELAY * 2 ** tries));
}

/**
 * @param {Platform} platform
 * @param {number} ms
 * @param {Ending} ending ends the pause at once, with a failure
 * @returns {Promise<void>}
 */
export function pause(platform, ms, ending) {
  return new Promise((resolve, reject) => {
    const timer = platform.setTimeout(() => {
      stay();
      resolve();
    }, ms);
    const stay = ending.atEnd(() => {
      platform.clearTimeout(timer);
      reject(ending.error);
    });
  });
}

/**
 * The promise, for so long; then `TIMEOUT`.
 *
 * @template T
 * @param {Platform} platform
 * @param {number} ms
 * @param {Promise<T>} promise
 * @param {Ending} ending ends the wait at once, with a failure
 * @returns {Promise<T>}
 */
export async function within(platform, ms, promise, ending) {
  let stop = () => {};
  /** @type {Promise<never>} */
  const limit = new Promise((_, reject) => {
    const timer = platform.setTimeout(() => reject(late()), ms);
    const stay = ending.atEnd(() => reject(ending.error));
    stop = () => {
      platform.clearTimeout(timer);
      stay();
    };
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    stop();
  }
}
