import { GavelError, invalid, isPassing, late, unreachable } from './gavel-error.js';
import { backoff, pause, within } from './platform.js';

/** @import {Ending} from './ending.js' */
/** @import {Platform} from './platform.js' */
/** @import {Tokens} from './tokens.js' */

/** What hangs longer is tried again, where that is harmless. */
const ATTEMPT = 10_000;
/** What these make is made once, whatever arrives twice. */
const KEYED = /^\/api\/(meeting\/create|meeting\/\d+\/(participants|recording)|conversation)$/;
/** POSTs that change nothing when they are repeated. */
const HARMLESS = /^\/api\/(ticket|meeting\/\d+\/(join|leave|recording\/\d+\/link)|conversation\/\d+\/(members|leave|messages\/\d+\/reactions))$/;

/**
 * @typedef {object} Call
 * @property {string} method
 * @property {string} path
 * @property {unknown} [body]
 * @property {Record<string, string>} headers
 */

/** REST calls with this user's token, repeated for as long as that is harmless. */
export class Rest {
  #platform;
  #tokens;
  #timeout;
  #ending;
  #bases;
  #turn = 0;

  /**
   * @param {string[]} bases addresses of nodes
   * @param {Tokens} tokens
   * @param {Platform} platform
   * @param {number} timeout
   * @param {Ending} ending of all calls
   */
  constructor(bases, tokens, platform, timeout, ending) {
    this.#bases = bases;
    this.#tokens = tokens;
    this.#platform = platform;
    this.#timeout = timeout;
    this.#ending = ending;
  }

  /**
   * The answer's JSON, null for none.
   *
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {Record<string, string>} [headers]
   * @returns {Promise<any>}
   */
  async call(method, path, body, headers = {}) {
    if (!/^\/(?!\/)/.test(path)) {
      // It would name another host, which the token is not for.
      throw invalid('a path begins with one slash');
    }
    const call = this.#keyed({ method: method.toUpperCase(), path, body, headers: { ...headers } });
    const deadline = this.#platform.now() + this.#timeout;
    for (let tries = 0, isPerhapsDone = false; ; tries++) {
      try {
        return await this.#attempt(call, deadline);
      } catch (error) {
        if (isPerhapsDone && call.method === 'DELETE' && error instanceof GavelError && error.status === 404) {
          // What an attempt before this one did, though its answer was lost.
          return null;
        }
        isPerhapsDone ||= !(error instanceof GavelError && error.status === 429);
        await this.#again(call, tries, deadline, error);
      }
    }
  }

  /** What an answer gives as an address below this server, for a browser to follow. @param {string} address */
  absolute(address) {
    return address.startsWith('/') ? (this.#bases[this.#turn % this.#bases.length] ?? '') + address : address;
  }

  /**
   * One attempt at one node, with a new token if the present one is refused.
   *
   * @param {string} base
   * @param {Call} call
   * @param {number} limit in milliseconds
   * @returns {Promise<any>}
   */
  async once(base, call, limit) {
    const token = await this.#within(limit, this.#tokens.current());
    const answer = await this.#fetch(base, call, token, limit);
    if (answer.status !== 401 || !this.#tokens.canRenew) {
      return result(answer);
    }
    return result(await this.#fetch(base, call, await this.#within(limit, this.#tokens.renew(token)), limit));
  }

  /**
   * @template T
   * @param {number} limit
   * @param {Promise<T>} promise
   */
  #within(limit, promise) {
    return within(this.#platform, limit, promise, this.#ending);
  }

  /**
   * @param {Call} call
   * @returns {Call}
   */
  #keyed(call) {
    if (call.method === 'POST' && KEYED.test(call.path) && !call.headers['Idempotency-Key']) {
      call.headers['Idempotency-Key'] = this.#platform.uuid();
    }
    return call;
  }

  /**
   * @param {Call} call
   * @param {number} deadline
   */
  #attempt(call, deadline) {
    const left = deadline - this.#platform.now();
    const limit = isHarmless(call) ? Math.min(ATTEMPT, left) : left;
    return this.once(this.#bases[this.#turn % this.#bases.length] ?? '', call, limit);
  }

  /**
   * Waits until the call may be tried again, or fails with its error.
   *
   * @param {Call} call
   * @param {number} tries
   * @param {number} deadline
   * @param {unknown} error
   */
  async #again(call, tries, deadline, error) {
    const asked = error instanceof GavelError ? (error.retryAfter ?? 0) * 1000 : 0;
    const delay = Math.max(asked, backoff(tries, this.#platform.random));
    const tooLate = this.#platform.now() + delay >= deadline;
    if (isPassing(error)) {
      // Also for the calls after one that may not be repeated.
      this.#turn++;
    }
    if (!isHarmless(call) || !isPassing(error) || isGuess(call, error) || tooLate) {
      throw error;
    }
    await pause(this.#platform, delay, this.#ending);
  }

  /**
   * @param {string} base
   * @param {Call} call
   * @param {string} token
   * @param {number} limit
   * @returns {Promise<{ status: number, text: string, retryAfter: string | null }>}
   */
  async #fetch(base, { method, path, body, headers }, token, limit) {
    const abort = new AbortController();
    const timer = this.#platform.setTimeout(() => abort.abort(late()), limit);
    const goOn = this.#ending.atEnd(() => abort.abort(this.#ending.error));
    /** @type {Record<string, string>} */
    const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
    try {
      const answer = await this.#platform.fetch(base + path, {
        method,
        headers: { Accept: 'application/json', ...type, ...headers, Authorization: `Bearer ${token}` },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: abort.signal,
      });
      const text = await answer.text();
      return { status: answer.status, text, retryAfter: answer.headers.get('Retry-After') };
    } catch (error) {
      throw abort.signal.aborted ? abort.signal.reason : unreachable(String(error));
    } finally {
      this.#platform.clearTimeout(timer);
      goOn();
    }
  }
}

/**
 * Whether repeating it does nothing that doing it once does not. An edit of one version is refused the second time.
 *
 * @param {Call} call
 */
function isHarmless({ method, path, headers }) {
  if (method === 'POST') {
    return Boolean(headers['Idempotency-Key']) || HARMLESS.test(path);
  }
  return !headers['If-Match'];
}

/**
 * Whether it is one guess at a password too many: the user is told rather than kept waiting. Of requests too many there is a limit.
 *
 * @param {Call} call
 * @param {unknown} error
 */
function isGuess({ path, body }, error) {
  const isRefused = error instanceof GavelError && error.status === 429 && !error.problem?.limit;
  return path.endsWith('/join') && Boolean(body) && isRefused;
}

/** @param {{ status: number, text: string, retryAfter: string | null }} answer */
function result({ status, text, retryAfter }) {
  const json = parsed(text);
  if (status >= 200 && status < 300) {
    return json ?? null;
  }
  const problem = json && typeof json === 'object' ? json : undefined;
  const error = new GavelError(problem?.code ?? codeOf(status), status, problem?.detail, problem);
  error.retryAfter = Number(retryAfter) > 0 ? Number(retryAfter) : undefined;
  return Promise.reject(error);
}

/** What a proxy says has no code. @param {number} status */
function codeOf(status) {
  return status >= 502 && status <= 504 ? 'UNAVAILABLE' : `HTTP_${status}`;
}

/** @param {string} text */
function parsed(text) {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
