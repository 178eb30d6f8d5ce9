import { GavelError } from './gavel-error.js';
import { within } from './platform.js';

/** @import {Ending} from './ending.js' */
/** @import {ConnectOptions} from './gavel-client.d.ts' */
/** @import {Platform} from './platform.js' */

const unauthenticated = () => new GavelError('UNAUTHENTICATED', 401, 'there is no valid token');

/** The token of this user, and where the next one comes from. */
export class Tokens {
  /** @type {(token: string) => Promise<void>} fails where a new token is not to be used */
  check = async () => {};
  /** @type {string | undefined} */
  #token;
  #getToken;
  #platform;
  #timeout;
  #ending;
  /** @type {Promise<string> | null} */
  #asking = null;

  /**
   * @param {ConnectOptions} options
   * @param {Platform} platform
   * @param {number} timeout how long `getToken` may take
   * @param {Ending} ending
   */
  constructor({ token, getToken }, platform, timeout, ending) {
    if (!token && !getToken) {
      throw new TypeError('connect takes a token, or getToken');
    }
    this.#token = token;
    this.#getToken = getToken;
    this.#platform = platform;
    this.#timeout = timeout;
    this.#ending = ending;
  }

  get canRenew() {
    return this.#getToken !== undefined;
  }

  /** @returns {Promise<string>} */
  async current() {
    return this.#token ?? this.renew(undefined);
  }

  /**
   * Another one than this; many who ask at once are given the same. Fails with `NETWORK` where `getToken` fails or hangs, and
   * with `UNAUTHENTICATED` where it gives none.
   *
   * @param {string | undefined} stale
   * @returns {Promise<string>}
   */
  async renew(stale) {
    if (this.#token && this.#token !== stale) {
      return this.#token;
    }
    if (!this.#getToken) {
      throw unauthenticated();
    }
    this.#asking ??= this.#ask(this.#getToken).finally(() => (this.#asking = null));
    return this.#asking;
  }

  /** @param {() => string | Promise<string>} getToken */
  async #ask(getToken) {
    const token = await this.#given(getToken);
    if (!token) {
      throw unauthenticated();
    }
    await this.check(token);
    this.#token = token;
    return token;
  }

  /** @param {() => string | Promise<string>} getToken */
  async #given(getToken) {
    try {
      const given = (async () => getToken())();
      return await within(this.#platform, this.#timeout, given, this.#ending);
    } catch (error) {
      this.#ending.check();
      // Whatever the page's own code throws: it may succeed later.
      throw Object.assign(new GavelError('NETWORK', 0, `getToken failed: ${error}`), { cause: error });
    }
  }
}
