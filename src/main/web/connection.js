import { Ending } from './ending.js';
import { openBus } from './event-bus.js';
import { GavelError, isPassing, shut, unreachable } from './gavel-error.js';
import { backoff, pause, within } from './platform.js';
import { Renewal } from './renewal.js';

/** @import {Connection as Status} from './gavel-client.d.ts' */
/** @import {Ended, EventBus} from './event-bus.js' */
/** @import {Platform} from './platform.js' */
/** @import {Rest} from './rest.js' */
/** @import {Tokens} from './tokens.js' */

/** How long a ticket, a handshake and the first answer may take each. */
const PATIENCE = 10_000;
/** A connection that lived so long was a good one: the next try comes soon. */
const GOOD = 5_000;
/** So many in a row are told: something may be wrong that waiting does not mend. */
const TOO_MANY_TRIES = 10;
/** Who sent too much waits a little at least. */
const CALM = 1_000;
/** All clients of a node that drains are sent away at once: they come to the others one after the other. */
const SPREAD = 1_000;
/** A ticket lives so long: by its end one knows what the time is at the node. */
const TICKET_LIFE = 60_000;

/** Close codes that say what to do. All others: come back, after some time by chance. */
const TOKEN_EXPIRED = 4001;
const FORBIDDEN = 4003;
const TOO_FAST = 4009;
const IDLE = 4010;
const DRAINING = 4012;

/**
 * @typedef {object} Told
 * @property {(bus: EventBus) => void} opened
 * @property {() => void} lost
 * @property {(error: GavelError) => void} closed for good
 * @property {() => void} changed
 * @property {(error: unknown) => void} failed
 */

const ofAnother = () => new GavelError('FORBIDDEN', 403, 'the new token is of another user');

/** Keeps a connection to one of the nodes, and finds another when it ends. */
export class Connection {
  /** @type {Status} */
  status = { state: 'connecting', node: null, userId: null, reconnects: 0 };
  /** @type {EventBus | null} */
  #bus = null;
  #bases;
  #rest;
  #tokens;
  #platform;
  #told;
  #ending;
  #turn = 0;
  #tries = 0;
  #inVain = 0;
  #opened = 0;
  /** @type {string | undefined} the token of the present attempt */
  #token;
  #wake = () => {};

  /**
   * @param {{ bases: string[], rest: Rest, tokens: Tokens, platform: Platform, ending: Ending }} means
   * @param {Told} told
   */
  constructor({ bases, rest, tokens, platform, ending }, told) {
    this.#bases = bases;
    this.#rest = rest;
    this.#tokens = tokens;
    this.#platform = platform;
    this.#ending = ending;
    this.#told = told;
    tokens.check = (token) => this.#check(token);
    const offline = platform.onOnline(() => this.#wake());
    ending.atEnd(() => {
      offline();
      this.#closed(/** @type {GavelError} */ (ending.error));
      this.#bus?.close();
    });
    void this.#run();
  }

  async #run() {
    while (this.status.state !== 'closed') {
      const delay = await this.#attempt().then(
        (ended) => this.#after(ended),
        (error) => this.#afterFailure(error),
      );
      if (delay !== null && !this.#ending.error) {
        await this.#pause(delay);
      }
    }
  }

  /** @returns {Promise<Ended>} when the connection that it opened has ended */
  async #attempt() {
    const base = this.#bases[this.#turn++ % this.#bases.length] ?? '';
    this.#token = await this.#tokens.current();
    const call = { method: 'POST', path: '/api/ticket', headers: {} };
    const { ticket, expiresAt } = await this.#rest.once(base, call, PATIENCE);
    this.#token = await this.#tokens.current();
    const ahead = Date.parse(expiresAt) - TICKET_LIFE - this.#platform.now();
    const bus = await openBus(
      `${base.replace(/^http/, 'ws')}/eventbus/websocket?ticket=${encodeURIComponent(ticket)}`,
      { platform: this.#platform, patience: PATIENCE, ending: this.#ending },
    );
    this.#bus = bus;
    return this.#live(bus, ahead);
  }

  /**
   * @param {EventBus} bus
   * @param {number} ahead by how many milliseconds the node's clock is ahead
   */
  async #live(bus, ahead) {
    const since = this.#platform.now();
    const { failed } = this.#told;
    const renewal = new Renewal({ bus, tokens: this.#tokens, platform: this.#platform, ahead, failed });
    bus.onerror = this.#told.failed;
    bus.onended = () => {
      renewal.stop();
      this.#lost();
    };
    const known = await this.#ask(bus);
    if (known) {
      renewal.plan(known.expiresAt);
      this.#welcome(bus, known);
    }
    const why = await bus.ended;
    this.#tries = this.#platform.now() - since >= GOOD ? 0 : this.#tries;
    return why;
  }

  /**
   * Who we are there; null if the connection ended before it said so.
   *
   * @param {EventBus} bus
   * @returns {Promise<{ userId: string, node: string, expiresAt: string } | null>}
   */
  async #ask(bus) {
    try {
      return await within(this.#platform, PATIENCE, bus.send('get_connection', {}), this.#ending);
    } catch (error) {
      bus.close();
      if (error instanceof GavelError && error.code === 'NETWORK') {
        return null;
      }
      throw error;
    }
  }

  /**
   * @param {EventBus} bus
   * @param {{ userId: string, node: string }} known
   */
  #welcome(bus, { userId, node }) {
    if (this.status.userId !== null && this.status.userId !== userId) {
      this.#closed(ofAnother());
      bus.close();
      return;
    }
    this.#inVain = 0;
    const reconnects = this.#opened++ === 0 ? 0 : this.status.reconnects + 1;
    this.status = { state: 'open', node, userId, reconnects };
    this.#told.changed();
    this.#told.opened(bus);
  }

  /**
   * What was asked for as one user is not done as another: the node knows whose a token is.
   *
   * @param {string} token
   */
  async #check(token) {
    const bus = this.#bus;
    if (!bus || this.status.state !== 'open') {
      return;
    }
    try {
      await bus.send('authenticate', { token });
    } catch (error) {
      if (error instanceof GavelError && error.status === 403) {
        this.#closed(ofAnother());
        bus.close();
        throw this.#ending.error;
      }
      if (!isPassing(error)) {
        throw error;
      }
    }
  }

  #lost() {
    this.#bus = null;
    if (this.status.state === 'open') {
      this.status = { ...this.status, state: 'connecting', node: null };
      this.#told.lost();
      this.#told.changed();
    }
  }

  /**
   * @param {Ended} ended
   * @returns {Promise<number | null>} how long to wait; null for not at all
   */
  async #after({ code, word }) {
    if (code === FORBIDDEN) {
      this.#closed(new GavelError('FORBIDDEN', 403, word));
      return null;
    }
    if (code === TOKEN_EXPIRED) {
      return this.#tokens.renew(this.#token).then(
        () => this.#delay(),
        (error) => this.#afterFailure(error),
      );
    }
    if (code === IDLE && this.#tries === 0) {
      // Browsers let the timers of a page in the background wait for a minute: its pings were late, and a pause would be, too.
      this.#tries++;
      return null;
    }
    this.#report(unreachable(`the node ends each connection (${code} ${word})`));
    return this.#delay(code === DRAINING ? SPREAD : undefined) + (code === TOO_FAST ? CALM : 0);
  }

  /**
   * @param {unknown} error
   * @returns {number | null}
   */
  #afterFailure(error) {
    if (this.#ending.error) {
      return null;
    }
    if (error instanceof GavelError && (error.status === 401 || error.code === 'NO_WEBSOCKET')) {
      this.#closed(error);
      return null;
    }
    this.#report(error);
    const asked = error instanceof GavelError ? (error.retryAfter ?? 0) * 1000 : 0;
    return asked + this.#delay();
  }

  /** What a short wait will not mend. @param {unknown} error */
  #report(error) {
    const { cause } = /** @type {Error} */ (error);
    if (!isPassing(error) || cause !== undefined || ++this.#inVain === TOO_MANY_TRIES) {
      this.#told.failed(cause ?? error);
    }
  }

  /** @param {number} [least] of its bound */
  #delay(least) {
    return backoff(this.#tries++, this.#platform.random, least);
  }

  /** @param {number} ms */
  async #pause(ms) {
    const awake = new Ending();
    this.#wake = () => awake.come(shut('the pause'));
    const stay = this.#ending.atEnd(this.#wake);
    await pause(this.#platform, ms, awake).catch(() => {});
    stay();
    this.#wake = () => {};
  }

  /** @param {GavelError} error */
  #closed(error) {
    if (this.status.state === 'closed') {
      return;
    }
    this.status = { ...this.status, state: 'closed', node: null, reason: error.code };
    this.#told.closed(error);
    this.#told.changed();
  }
}
