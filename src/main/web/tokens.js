import { GavelError } from './gavel-error.js';

/** @import {ConnectOptions} from './gavel-client.d.ts' */

const unauthenticated = () => new GavelError('UNAUTHENTICATED', 401, 'there is no valid token');

/** The token of this user, and where the next one comes from. */
export class Tokens {
  /** @type {string | undefined} */
  #token;
  #getToken;
  /** @type {Promise<string> | null} */
  #asking = null;

  /** @param {ConnectOptions} options */
  constructor({ token, getToken }) {
    if (!token && !getToken) {
      throw new TypeError('connect takes a token, or getToken');
    }
    this.#token = token;
    this.#getToken = getToken;
  }

  get canRenew() {
    return this.#getToken !== undefined;
  }

  /** @returns {Promise<string>} */
  async current() {
    return this.#token ?? this.renew(undefined);
  }

  /**
   * Another one than this; many who ask at once are given the same. Fails as `getToken` does, and with `UNAUTHENTICATED` where
   * it gives none.
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
    const token = await getToken();
    if (!token) {
      throw unauthenticated();
    }
    this.#token = token;
    return token;
  }
}
