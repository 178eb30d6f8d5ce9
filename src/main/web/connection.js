import { Ending } from './ending.js';
import { EventBus } from './event-bus.js';
import { GavelError, isPassing, shut, unreachable } from './gavel-error.js';
import { backoff, pause, within } from './platform.js';
import { Renewal } from './renewal.js';

/** @import {Connection as Status} from './gavel-client.d.ts' */
/** @import {Ended} from './event-bus.js' */
/** @import {Platform} from './platform.js' */
/** @import {Rest} from './rest.js' */
/** @import {Tokens} from './tokens.js' */

/** How long a ticket, a handshake and the first answer may take each. */
const PATIENCE = 10_000;
/** A connection that lived so long was a good one: the next try comes soon. */
const GOOD = 5_000;
/** Who sent too much waits a little at least. */
const CALM = 1_000;
/** A ticket lives so long: by its end one knows what the time is at the node. */
const TICKET_LIFE = 60_000;

/** Close codes that say what to do. All others: come back, after some time by chance. */
const TOKEN_EXPIRED = 4001;
const FORBIDDEN = 4003;
const TOO_FAST = 4009;
const IDLE = 4010;

/**
 * @typedef {object} Told
 * @property {(bus: EventBus) => void} opened
 * @property {() => void} lost
 * @property {(error: GavelError) => void} closed for good
 * @property {() => void} changed
 * @property {(error: unknown) => void} failed
 */

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
    const bus = await this.#open(`${base.replace(/^http/, 'ws')}/eventbus/websocket?ticket=${encodeURIComponent(ticket)}`);
    /** @type {Promise<Ended>} */
    const ended = new Promise((resolve) => (bus.onended = resolve));
    this.#bus = bus;
    return this.#live(bus, ended, ahead);
  }

  /**
   * @param {EventBus} bus
   * @param {Promise<Ended>} ended
   * @param {number} ahead by how many milliseconds the node's clock is ahead
   */
  async #live(bus, ended, ahead) {
    const since = this.#platform.now();
    const { failed } = this.#told;
    const renewal = new Renewal({ bus, tokens: this.#tokens, platform: this.#platform, ahead, failed });
    bus.onerror = this.#told.failed;
    const end = bus.onended;
    bus.onended = (why) => {
      renewal.stop();
      this.#lost();
      end(why);
    };
    const known = await this.#ask(bus, ended);
    if (known) {
      renewal.plan(known.expiresAt);
      this.#welcome(bus, known);
    }
    const why = await ended;
    this.#tries = this.#platform.now() - since >= GOOD ? 0 : this.#tries;
    return why;
  }

  /**
   * Who we are there; null if the connection ended before it said so.
   *
   * @param {EventBus} bus
   * @param {Promise<Ended>} ended
   * @returns {Promise<{ userId: string, node: string, expiresAt: string } | null>}
   */
  async #ask(bus, ended) {
    try {
      return await within(this.#platform, PATIENCE, bus.send('get_connection', {}));
    } catch (error) {
      bus.close();
      await ended;
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
      // What was asked for as one user is not repeated as another.
      this.#closed(new GavelError('FORBIDDEN', 403, 'the new token is of another user'));
      bus.close();
      return;
    }
    const reconnects = this.#opened++ === 0 ? 0 : this.status.reconnects + 1;
    this.status = { state: 'open', node, userId, reconnects };
    this.#told.changed();
    this.#told.opened(bus);
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
   * @param {string} url
   * @returns {Promise<EventBus>}
   */
  async #open(url) {
    const socket = await this.#platform.socket(url);
    /** @type {Promise<EventBus>} */
    const opening = new Promise((resolve, reject) => {
      socket.onopen = () => resolve(new EventBus(socket, this.#platform));
      socket.onclose = ({ code }) => reject(unreachable(`the connection was refused (${code})`));
      socket.onerror = () => {};
    });
    const stay = this.#ending.atEnd(() => socket.close());
    try {
      return await within(this.#platform, PATIENCE, opening);
    } catch (error) {
      socket.close();
      throw error;
    } finally {
      stay();
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
    return this.#delay() + (code === TOO_FAST ? CALM : 0);
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
    if (!isPassing(error)) {
      this.#told.failed(error);
    }
    const asked = error instanceof GavelError ? (error.retryAfter ?? 0) * 1000 : 0;
    return asked + this.#delay();
  }

  #delay() {
    return backoff(this.#tries++, this.#platform.random);
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
