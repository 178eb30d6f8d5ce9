import { conversationCalls, meetingCalls, notificationCalls } from './calls.js';
import { Connection } from './connection.js';
import { ConversationStream } from './conversation-stream.js';
import { Conversation } from './conversation.js';
import { shut } from './gavel-error.js';
import { Listeners } from './listening.js';
import { MeetingStream } from './meeting-stream.js';
import { Meeting } from './meeting.js';
import { backoff, pause, platformOf, within } from './platform.js';
import { Presence } from './presence.js';
import { Rest } from './rest.js';
import { Tokens } from './tokens.js';

/** @import {ConnectOptions, Gavel as Declared, PersonalEvents} from './gavel-client.d.ts' */
/** @import {EventBus} from './event-bus.js' */
/** @import {Platform} from './platform.js' */

/** @typedef {MeetingStream | ConversationStream} Followed */

/**
 * What the parts of one client share.
 *
 * @typedef {object} Context
 * @property {Rest} rest
 * @property {Platform} platform
 * @property {number} timeout
 * @property {AbortSignal} signal aborted when the client is closed
 * @property {string | null} userId
 * @property {EventBus | null} bus the open connection
 * @property {(error: unknown) => void} failed reports what nobody else is told
 * @property {(stream: Followed) => void} forget follows it no more
 */

const TIMEOUT = 30_000;

/**
 * Connects at once, and again whenever the connection ends.
 *
 * @param {string | URL | string[]} url a node or balancer, or several nodes
 * @param {ConnectOptions} options
 * @returns {Declared}
 */
export function connect(url, options) {
  return new Gavel(url, options, platformOf(options));
}

/**
 * @param {string | URL | string[]} url
 * @returns {string[]} without a slash at the end
 */
function basesOf(url) {
  const here = globalThis.location?.href;
  const bases = [url].flat().map((one) => new URL(one, here).href.replace(/[?#].*$/, '').replace(/\/+$/, ''));
  if (bases.length === 0) {
    throw new TypeError('connect takes the address of a node');
  }
  return bases;
}

/**
 * One user's client.
 *
 * @implements {Declared}
 */
export class Gavel {
  #closing = new AbortController();
  #listeners = new Listeners((error) => this.#failed(error));
  /** @type {Map<string, Followed>} */
  #followed = new Map();
  /** @type {Map<string, Meeting | Conversation>} */
  #handles = new Map();
  /** @type {Map<string, Promise<unknown>>} calls about one topic, one after the other */
  #turns = new Map();
  /** @type {EventBus | null} */
  #bus = null;
  #connection;
  #context;
  /** @type {(status: import('./gavel-client.d.ts').Connection) => void} */
  #isReady = () => {};
  /** @type {(error: unknown) => void} */
  #isNotReady = () => {};

  /**
   * @param {string | URL | string[]} url
   * @param {ConnectOptions} options
   * @param {Platform} platform
   */
  constructor(url, options, platform) {
    const bases = basesOf(url);
    const tokens = new Tokens(options);
    const timeout = options.timeout ?? TIMEOUT;
    const signal = this.#closing.signal;
    const rest = new Rest(bases, tokens, platform, timeout, signal);
    this.#context = this.#share({ rest, platform, timeout, signal });
    this.presence = new Presence(this.#context, (name, event) => this.#tell(name, event));
    this.meetings = meetingCalls(rest);
    this.conversations = conversationCalls(rest);
    this.notifications = notificationCalls(rest);
    this.ready = /** @type {Declared['ready']} */ (
      new Promise((resolve, reject) => ([this.#isReady, this.#isNotReady] = [resolve, reject]))
    );
    // Who does not ask for it is told by `connection`.
    this.ready.catch(() => {});
    this.#connection = new Connection(
      { bases, rest, tokens, platform, signal },
      {
        opened: (bus) => this.#opened(bus),
        lost: () => this.#lost(),
        closed: (error) => this.#closed(error),
        changed: () => this.#tell('connection', this.connection),
        failed: (error) => this.#failed(error),
      },
    );
  }

  get connection() {
    return this.#connection.status;
  }

  /**
   * @template {keyof PersonalEvents} Name
   * @param {Name} name
   * @param {(event: PersonalEvents[Name]) => void} listener
   */
  on(name, listener) {
    return this.#listeners.on(name, listener);
  }

  /**
   * @template {keyof PersonalEvents} Name
   * @param {Name} name
   * @param {(event: PersonalEvents[Name]) => void} listener
   */
  once(name, listener) {
    return this.#listeners.once(name, listener);
  }

  /**
   * @template {keyof PersonalEvents} Name
   * @param {Name} name
   * @param {(event: PersonalEvents[Name]) => void} listener
   */
  off(name, listener) {
    this.#listeners.off(name, listener);
  }

  /**
   * @param {number} meetingId
   * @param {{ password?: string }} [options]
   * @returns {Promise<Meeting>}
   */
  join(meetingId, { password } = {}) {
    return this.#inTurn(`meeting.${meetingId}`, () => this.#join(meetingId, password));
  }

  /**
   * @param {number} meetingId
   * @returns {Promise<Meeting>}
   */
  watch(meetingId) {
    return this.#inTurn(`meeting.${meetingId}`, async () => {
      const known = this.#followed.get(`meeting.${meetingId}`);
      const stream = known instanceof MeetingStream ? known : new MeetingStream(this.#context, meetingId);
      return this.#follow(stream, () => new Meeting(stream, this.#context), known ? null : () => stream.start(false));
    });
  }

  /**
   * @param {number} conversationId
   * @returns {Promise<Conversation>}
   */
  conversation(conversationId) {
    return this.#inTurn(`conversation.${conversationId}`, async () => {
      const known = this.#followed.get(`conversation.${conversationId}`);
      const stream = known instanceof ConversationStream ? known : new ConversationStream(this.#context, conversationId);
      return this.#follow(stream, () => new Conversation(stream, this.#context), known ? null : () => stream.start());
    });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {Record<string, string>} [headers]
   * @returns {Promise<any>}
   */
  request(method, path, body, headers) {
    return this.#context.rest.call(method, path, body, headers);
  }

  close() {
    this.#closing.abort(shut('the client'));
  }

  /**
   * @param {number} meetingId
   * @param {string | undefined} password
   */
  async #join(meetingId, password) {
    const known = this.#followed.get(`meeting.${meetingId}`);
    const stream = known instanceof MeetingStream ? known : new MeetingStream(this.#context, meetingId);
    const isIn = stream.goesIn;
    if (!isIn) {
      await stream.admit(password);
    }
    return this.#follow(stream, () => new Meeting(stream, this.#context), isIn ? null : () => stream.start(true));
  }

  /**
   * @template {Meeting | Conversation} Handle
   * @param {Followed} stream
   * @param {() => Handle} make
   * @param {(() => Promise<void>) | null} start
   * @returns {Promise<Handle>}
   */
  async #follow(stream, make, start) {
    const isNew = !this.#followed.has(stream.topic);
    this.#context.signal.throwIfAborted();
    if (this.connection.state === 'closed') {
      await this.ready;
      throw shut('the client');
    }
    if (isNew) {
      this.#followed.set(stream.topic, stream);
      this.#handles.set(stream.topic, make());
    }
    try {
      await (start && within(this.#context.platform, this.#context.timeout, start()));
    } catch (error) {
      if (isNew) {
        stream.close('closed');
      }
      throw error;
    }
    return /** @type {Handle} */ (this.#handles.get(stream.topic));
  }

  /**
   * @template T
   * @param {string} topic
   * @param {() => Promise<T>} call
   * @returns {Promise<T>}
   */
  #inTurn(topic, call) {
    const before = this.#turns.get(topic) ?? Promise.resolve();
    const turn = before.then(call, call);
    this.#turns.set(topic, turn);
    const done = () => this.#turns.get(topic) === turn && this.#turns.delete(topic);
    turn.then(done, done);
    return turn;
  }

  /**
   * @param {Pick<Context, 'rest' | 'platform' | 'timeout' | 'signal'>} parts
   * @returns {Context}
   */
  #share(parts) {
    const gavel = this;
    return {
      ...parts,
      get userId() {
        return gavel.connection.userId;
      },
      get bus() {
        return gavel.#bus;
      },
      failed: (error) => this.#failed(error),
      forget: ({ topic }) => {
        this.#followed.delete(topic);
        this.#handles.delete(topic);
      },
    };
  }

  /** @param {EventBus} bus */
  #opened(bus) {
    this.#bus = bus;
    this.#listen(bus, 0);
    this.presence.attach(bus);
    [...this.#followed.values()].forEach((stream) => stream.attach(bus));
    this.#isReady(this.connection);
    if (this.connection.reconnects > 0) {
      this.#tell('reconnected', this.connection);
    }
  }

  #lost() {
    this.#bus = null;
    this.presence.detach();
    [...this.#followed.values()].forEach((stream) => stream.detach());
  }

  /** @param {import('./gavel-error.js').GavelError} error */
  #closed(error) {
    this.#bus = null;
    // Timers and calls end with it, whoever closed it.
    this.#closing.abort(error);
    const reason = error.code === 'CLOSED' ? 'closed' : error.code;
    [...this.#followed.values()].forEach((stream) => stream.close(reason, error));
    this.presence.close();
    this.#isNotReady(error);
  }

  /**
   * Hears what this user alone is told.
   *
   * @param {EventBus} bus
   * @param {number} tries
   */
  #listen(bus, tries) {
    const { platform, signal } = this.#context;
    bus.register(
      `user.${this.connection.userId}`,
      (event) => this.#hear(event),
      () => {
        // The node cannot judge it now.
        const again = pause(platform, backoff(tries + 1, platform.random), signal);
        void again.then(() => this.#bus === bus && this.#listen(bus, tries + 1)).catch(() => {});
      },
    );
  }

  /** @param {any} event */
  #hear(event) {
    if (event.event === 'user_online' || event.event === 'user_offline') {
      this.presence.hear(event);
      return;
    }
    if (event.event === 'conversation_updated') {
      const stream = this.#followed.get(`conversation.${event.conversationId}`);
      stream?.aside(event);
    }
    this.#tell(event.event, event);
  }

  /**
   * @param {string} name
   * @param {unknown} event
   */
  #tell(name, event) {
    return this.#listeners.tell(name, event);
  }

  /** @param {unknown} error */
  #failed(error) {
    if (!this.#tell('error', error)) {
      console.error('gavel-client:', error);
    }
  }
}
