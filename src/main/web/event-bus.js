import { GavelError, invalid, late, unreachable } from './gavel-error.js';
import { within } from './platform.js';

/** @import {Ending} from './ending.js' */
/** @import {Platform} from './platform.js' */

const PING_EVERY = 5_000;
/**
 * Three pings without an answer. A node gives a silent connection up after 30 seconds: who turns away at half of that finds
 * its sessions still there, and takes them over.
 */
const DEAD_AFTER = 15_000;
/** A node answers within ten seconds, or never. */
const ANSWER_WITHIN = 12_000;
/** A node closes the connection over a frame of more bytes. */
const LARGEST = 16_384;

/** A browser does not say why. */
const REFUSED = 'no connection: the node is away, has eight of this user already, or does not know the origin of this page';

/**
 * @typedef {{ code: number, word: string }} Ended why a connection ended: its close code, and what stands beside it
 * @typedef {{ refused: GavelError | null }} Registration of one address at one connection
 */

/** The protocol of vertx-eventbus.js over one open WebSocket. It ends once, and does not come back. */
export class EventBus {
  #socket;
  #platform;
  /** @type {Map<string, { resolve: (body: any) => void, reject: (error: GavelError) => void, timer: unknown }>} */
  #answers = new Map();
  /** @type {Map<string, { hear: (body: any) => void, registration: Registration, refused: () => void }>} */
  #handlers = new Map();
  /** @type {unknown} */
  #pinging;
  #heardAt;
  #pingedAt = 0;
  #isOver = false;
  /** @type {(ended: Ended) => void} */
  #tellEnd = () => {};
  /** @type {Promise<Ended>} */
  ended = new Promise((resolve) => (this.#tellEnd = resolve));
  /** Runs before those who wait for an answer are told. */
  onended = () => {};
  /** @type {(error: unknown) => void} is told what is no answer to anything */
  onerror = () => {};

  /**
   * @param {WebSocket} socket that is open
   * @param {Platform} platform
   */
  constructor(socket, platform) {
    this.#socket = socket;
    this.#platform = platform;
    this.#heardAt = platform.now();
    socket.onmessage = ({ data }) => this.#hear(data);
    socket.onclose = ({ code, reason }) => this.#end({ code, word: reason });
    socket.onerror = () => {};
    this.#ping();
  }

  /**
   * Asks, and gives the answer's body.
   *
   * @param {string} address
   * @param {unknown} body
   * @returns {Promise<any>}
   */
  send(address, body) {
    return new Promise((resolve, reject) => {
      const replyAddress = this.#platform.uuid();
      const text = JSON.stringify({ type: 'send', address, replyAddress, headers: {}, body });
      if (this.#isOver || isTooLarge(text)) {
        reject(this.#isOver ? unreachable() : invalid('more than one frame of the bridge holds'));
        return;
      }
      const timer = this.#platform.setTimeout(() => this.#answered(replyAddress)?.reject(late()), ANSWER_WITHIN);
      this.#answers.set(replyAddress, { resolve, reject, timer });
      this.#socket.send(text);
    });
  }

  /**
   * Hears what comes at this address. Nothing says that it was registered; but it is in force when something that was sent
   * later has been answered.
   *
   * @param {string} address
   * @param {(body: any) => void} hear
   * @param {() => void} [refused]
   * @returns {Registration}
   */
  register(address, hear, refused = () => {}) {
    const known = this.#handlers.get(address);
    const registration = known?.registration ?? { refused: null };
    this.#handlers.set(address, { hear, registration, refused });
    if (!known) {
      this.#write({ type: 'register', address, headers: {} });
    }
    return registration;
  }

  /** @param {string} address */
  unregister(address) {
    if (this.#handlers.delete(address)) {
      this.#write({ type: 'unregister', address, headers: {} });
    }
  }

  close() {
    this.#end({ code: 1000, word: 'closed' });
  }

  /** @param {object} frame */
  #write(frame) {
    if (!this.#isOver) {
      this.#socket.send(JSON.stringify(frame));
    }
  }

  #ping() {
    // By the clock: a machine that slept finds out as soon as it wakes.
    const left = this.#heardAt + DEAD_AFTER - this.#platform.now();
    if (left <= 0) {
      this.#end({ code: 0, word: 'silent' });
      return;
    }
    this.#pingedAt = this.#platform.now();
    this.#write({ type: 'ping' });
    this.#pinging = this.#platform.setTimeout(() => this.#ping(), Math.min(PING_EVERY, left));
  }

  /**
   * From the answer on, not from the timer: a browser lets a timer that another one set, and that one another, wait for up to a
   * minute while the page is hidden.
   */
  #pingLater() {
    this.#platform.clearTimeout(this.#pinging);
    const wait = this.#pingedAt + PING_EVERY - this.#platform.now();
    this.#pinging = this.#platform.setTimeout(() => this.#ping(), Math.max(wait, 0));
  }

  /** @param {string} data */
  #hear(data) {
    this.#heardAt = this.#platform.now();
    let frame;
    try {
      frame = JSON.parse(data);
    } catch (error) {
      this.onerror(error);
      return;
    }
    if (frame.type === 'pong') {
      this.#pingLater();
    } else if (frame.type === 'err') {
      this.#hearFailure(frame);
    } else if (frame.type === 'rec') {
      this.#handlers.get(frame.address)?.hear(frame.body);
      this.#answered(frame.address)?.resolve(frame.body);
    }
  }

  /** @param {{ address?: string, body?: string, message?: string, failureCode?: number }} frame */
  #hearFailure({ address, body, message, failureCode = 0 }) {
    if (body === 'closing') {
      this.#end({ code: failureCode, word: message ?? '' });
      return;
    }
    const code = message === 'access_denied' ? 'FORBIDDEN' : (message ?? body ?? 'ERROR');
    const error = new GavelError(code, failureCode);
    if (address === undefined) {
      this.onerror(error);
      return;
    }
    this.#refuse(address, error);
    this.#answered(address)?.reject(error);
  }

  /**
   * @param {string} address
   * @param {GavelError} error
   */
  #refuse(address, error) {
    const handler = this.#handlers.get(address);
    if (handler) {
      this.#handlers.delete(address);
      handler.registration.refused = error;
      handler.refused();
    }
  }

  /** @param {string} replyAddress */
  #answered(replyAddress) {
    const waiting = this.#answers.get(replyAddress);
    this.#answers.delete(replyAddress);
    this.#platform.clearTimeout(waiting?.timer);
    return waiting;
  }

  /** @param {Ended} ended */
  #end(ended) {
    if (this.#isOver) {
      return;
    }
    this.#isOver = true;
    this.#platform.clearTimeout(this.#pinging);
    this.#handlers.clear();
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    this.#socket.close();
    this.onended();
    this.#tellEnd(ended);
    [...this.#answers.keys()].forEach((address) => this.#answered(address)?.reject(unreachable()));
  }
}

/**
 * @param {string} url
 * @param {{ platform: Platform, patience: number, ending: Ending }} means
 * @returns {Promise<EventBus>}
 */
export async function openBus(url, { platform, patience, ending }) {
  const socket = await platform.socket(url);
  /** @type {Promise<EventBus>} */
  const opening = new Promise((resolve, reject) => {
    socket.onopen = () => resolve(new EventBus(socket, platform));
    socket.onclose = ({ code }) => reject(unreachable(`${REFUSED} (${code})`));
    socket.onerror = () => {};
  });
  const stay = ending.atEnd(() => socket.close());
  try {
    return await within(platform, patience, opening, ending);
  } catch (error) {
    socket.close();
    throw error;
  } finally {
    stay();
  }
}

/** By its bytes in UTF-8, three a character at most. @param {string} text */
function isTooLarge(text) {
  return text.length * 3 > LARGEST && new TextEncoder().encode(text).length > LARGEST;
}
