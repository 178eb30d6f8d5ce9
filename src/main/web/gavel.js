import { basesOf } from './addresses.js';
import { conversationCalls, meetingCalls, notificationCalls } from './calls.js';
import { Connection } from './connection.js';
import { ConversationStream } from './conversation-stream.js';
import { Conversation } from './conversation.js';
import { Ending } from './ending.js';
import { Following } from './following.js';
import { shut } from './gavel-error.js';
import { Listeners, Source } from './listening.js';
import { MeetingStream } from './meeting-stream.js';
import { Meeting } from './meeting.js';
import { Personal } from './personal.js';
import { platformOf, within } from './platform.js';
import { Presence } from './presence.js';
import { Rest } from './rest.js';
import { Tokens } from './tokens.js';

/** @import {ConnectOptions, Gavel as Declared, PersonalEvents} from './gavel-client.d.ts' */
/** @import {EventBus} from './event-bus.js' */
/** @import {Followed} from './following.js' */
/** @import {Platform} from './platform.js' */

/**
 * What the parts of one client share.
 *
 * @typedef {object} Context
 * @property {Rest} rest
 * @property {Platform} platform
 * @property {number} timeout
 * @property {Ending} ending of the client
 * @property {string | null} userId
 * @property {EventBus | null} bus the open connection
 * @property {(error: unknown) => void} failed reports what nobody else is told
 * @property {(stream: Followed, done?: Promise<unknown>) => void} forget follows it no more; who opens it again waits till done
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
 * One user's client.
 *
 * @extends {Source<PersonalEvents>}
 * @implements {Declared}
 */
export class Gavel extends Source {
  #ending = new Ending();
  #listeners;
  #following = new Following();
  /** @type {EventBus | null} */
  #bus = null;
  #connection;
  #context;
  #personal;
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
    const listeners = new Listeners((error) => this.#failed(error));
    super(listeners);
    this.#listeners = listeners;
    const bases = basesOf(url);
    const timeout = options.timeout ?? TIMEOUT;
    const ending = this.#ending;
    const tokens = new Tokens(options, platform, timeout, ending);
    const rest = new Rest(bases, tokens, platform, timeout, ending);
    this.#context = this.#share({ rest, platform, timeout, ending });
    this.presence = new Presence(this.#context, (name, event) => this.#tell(name, event));
    this.#personal = new Personal(this.#context, (event) => this.#hear(event));
    this.meetings = meetingCalls(rest);
    this.conversations = conversationCalls(rest);
    this.notifications = notificationCalls(rest);
    this.ready = /** @type {Declared['ready']} */ (
      new Promise((resolve, reject) => ([this.#isReady, this.#isNotReady] = [resolve, reject]))
    );
    // Who does not ask for it is told by `connection`.
    this.ready.catch(() => {});
    this.#connection = new Connection({ bases, rest, tokens, platform, ending }, this.#told());
  }

  get connection() {
    return this.#connection.status;
  }

  /**
   * @param {number} meetingId
   * @param {{ password?: string }} [options]
   * @returns {Promise<Meeting>}
   */
  join(meetingId, { password } = {}) {
    return this.#meeting(meetingId, async (stream) => {
      if (!stream.goesIn) {
        await stream.admit(password);
        await this.#begun(() => stream.start(true)).catch((error) => {
          stream.stayOut();
          throw error;
        });
      }
    });
  }

  /**
   * @param {number} meetingId
   * @returns {Promise<Meeting>}
   */
  watch(meetingId) {
    return this.#meeting(meetingId, async (stream, isNew) => {
      if (isNew) {
        await this.#begun(() => stream.start(false));
      }
    });
  }

  /**
   * @param {number} conversationId
   * @returns {Promise<Conversation>}
   */
  conversation(conversationId) {
    const make = (/** @type {number} */ id) => {
      const stream = new ConversationStream(this.#context, id);
      return { stream, handle: new Conversation(stream, this.#context) };
    };
    return this.#following.open('conversation', conversationId, make, async ({ stream }, isNew) => {
      if (isNew) {
        await this.#begun(() => stream.start());
      }
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
    this.#ending.come(shut('the client'));
  }

  /**
   * @param {number} meetingId
   * @param {(stream: MeetingStream, isNew: boolean) => Promise<void>} begin
   * @returns {Promise<Meeting>}
   */
  #meeting(meetingId, begin) {
    const make = (/** @type {number} */ id) => {
      const stream = new MeetingStream(this.#context, id);
      return { stream, handle: new Meeting(stream, this.#context) };
    };
    return this.#following.open('meeting', meetingId, make, ({ stream }, isNew) => begin(stream, isNew));
  }

  /** @param {() => Promise<void>} start */
  async #begun(start) {
    const { platform, timeout, ending } = this.#context;
    ending.check();
    await within(platform, timeout, start(), ending);
  }

  /**
   * @param {Pick<Context, 'rest' | 'platform' | 'timeout' | 'ending'>} parts
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
      forget: (stream, done) => this.#following.forget(stream, done),
    };
  }

  /** What the connection tells. @returns {import('./connection.js').Told} */
  #told() {
    return {
      opened: (bus) => this.#opened(bus),
      lost: () => this.#lost(),
      closed: (error) => this.#closed(error),
      changed: () => this.#tell('connection', this.connection),
      failed: (error) => this.#failed(error),
    };
  }

  /** @param {EventBus} bus */
  #opened(bus) {
    this.#bus = bus;
    void this.#personal.attach(bus).then(() => this.#hears(bus));
    this.presence.attach(bus);
    this.#following.attach(bus);
  }

  /** What is read from now on has no gap before what is heard. @param {EventBus} bus */
  #hears(bus) {
    if (this.#bus === bus) {
      this.#isReady(this.connection);
      if (this.connection.reconnects > 0) {
        this.#tell('reconnected', this.connection);
      }
    }
  }

  #lost() {
    this.#bus = null;
    this.presence.detach();
    this.#following.detach();
  }

  /** @param {import('./gavel-error.js').GavelError} error */
  #closed(error) {
    this.#bus = null;
    // Timers and calls end with it, whoever closed it.
    this.#ending.come(error);
    const reason = error.code === 'CLOSED' ? 'closed' : error.code;
    this.#following.close(reason, error);
    this.presence.close();
    this.#isNotReady(error);
  }

  /** @param {any} event */
  #hear(event) {
    if (event.event === 'user_online' || event.event === 'user_offline') {
      this.presence.hear(event);
      return;
    }
    if (event.event === 'conversation_updated') {
      this.#following.get(`conversation.${event.conversationId}`)?.aside(event);
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
