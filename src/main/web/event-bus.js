import { GavelError, late, unreachable } from './gavel-error.js';

/** @import {Platform} from './platform.js' */

const PING_EVERY = 5_000;
/**
 * Three pings without an answer. A node gives a silent connection up after 30 seconds: who turns away at half of that finds
 * its sessions still there, and takes them over.
 */
const DEAD_AFTER = 15_000;
/** A node answers within ten seconds, or never. */
const ANSWER_WITHIN = 12_000;

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
  #ended = false;
  /** @type {(ended: Ended) => void} runs before those who wait for an answer are told */
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
      if (this.#ended) {
        reject(unreachable());
        return;
      }
      const replyAddress = this.#platform.uuid();
      const timer = this.#platform.setTimeout(() => this.#answered(replyAddress)?.reject(late()), ANSWER_WITHIN);
      this.#answers.set(replyAddress, { resolve, reject, timer });
      this.#write({ type: 'send', address, replyAddress, headers: {}, body });
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
    if (!this.#ended) {
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
    this.#write({ type: 'ping' });
    this.#pinging = this.#platform.setTimeout(() => this.#ping(), Math.min(PING_EVERY, left));
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
    if (frame.type === 'err') {
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
    const error = new GavelError(message ?? body ?? 'ERROR', failureCode);
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
    if (this.#ended) {
      return;
    }
    this.#ended = true;
    this.#platform.clearTimeout(this.#pinging);
    this.#handlers.clear();
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    this.#socket.close();
    this.onended(ended);
    [...this.#answers.keys()].forEach((address) => this.#answered(address)?.reject(unreachable()));
  }
}
