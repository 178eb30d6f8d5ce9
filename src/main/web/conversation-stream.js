import { Beginning } from './beginning.js';
import { Commands } from './commands.js';
import { shut } from './gavel-error.js';
import { withQuery } from './calls.js';
import { changed, reduceConversation, stateOfConversation, withConversation, withNewest, withOlder } from './messages.js';
import { Stream } from './stream.js';

/** @import {ConversationState} from './gavel-client.d.ts' */
/** @import {EventBus} from './event-bus.js' */
/** @import {Context} from './gavel.js' */
/** @import {Answer, Event, Position, Source} from './stream.js' */

const PAGE = 50;
/** So many messages that came one by one are kept, beside all that were asked for. */
const KEPT = 1_000;
/** Who does not say again that it types, has stopped. */
const TYPING_LASTS = 5_000;

/**
 * A conversation's stream as one of its members follows it.
 *
 * @implements {Source}
 */
export class ConversationStream {
  /** @type {ConversationState | null} */
  state = null;
  /** @type {string | null} why it is followed no more */
  closed = null;
  /** @type {(name: string, event: unknown) => void} */
  tell = () => {};
  #context;
  #stream;
  #commands;
  #path;
  #isGone = false;
  /** @type {Map<string, unknown>} timers of those who type */
  #typing = new Map();
  /** @type {Event[] | null} what happened while older messages are read */
  #meanwhile = null;
  #kept = KEPT;
  /** @type {Promise<boolean> | null} */
  #reading = null;
  #beginning = new Beginning();

  /**
   * @param {Context} context
   * @param {number} id
   */
  constructor(context, id) {
    this.id = id;
    this.topic = `conversation.${id}`;
    this.#path = `/api/conversation/${id}`;
    this.#context = context;
    this.#stream = new Stream(this, context.platform, context.ending);
    this.#commands = new Commands(context.platform, context.timeout, context.ending);
  }

  /** @returns {Promise<void>} when all is known */
  start() {
    const begun = this.#beginning.wait();
    const { bus } = this.#context;
    if (bus) {
      void this.attach(bus);
    }
    return begun;
  }

  /** @param {EventBus} bus */
  async attach(bus) {
    if (this.#beginning.isWanted) {
      await this.#stream.attach(bus);
    }
  }

  detach() {
    this.#stream.detach();
    this.#commands.halt();
  }

  /**
   * @param {string} reason
   * @param {unknown} [error] for who still waits for the beginning
   */
  close(reason, error = shut('the conversation')) {
    if (this.closed) {
      return;
    }
    this.closed = reason;
    this.#stream.end();
    this.#commands.close('the conversation');
    this.#typing.forEach((timer) => this.#context.platform.clearTimeout(timer));
    this.#context.forget(this);
    this.#beginning.fail(error);
    this.tell('closed', { reason });
  }

  /**
   * A command that counts its `clientMessageId`.
   *
   * @param {string} name
   * @param {object} body
   * @returns {Promise<any>}
   */
  command(name, body) {
    if (this.closed) {
      return Promise.reject(shut('the conversation'));
    }
    return this.#commands.add(name, { ...body, conversationId: this.id });
  }

  /** Says it now or never. @param {string} name */
  mention(name) {
    this.#context.bus?.send(name, { conversationId: this.id }).catch(() => {});
  }

  /**
   * @param {string} method
   * @param {string} path below the conversation's
   * @param {unknown} [body]
   */
  call(method, path, body) {
    return this.#context.rest.call(method, this.#path + path, body);
  }

  /**
   * @param {EventBus} bus
   * @param {Position | null} known
   * @returns {Promise<Answer>}
   */
  async enter(bus, known) {
    return known ? this.resume(bus, known) : { epoch: '', seq: 0, events: [], reset: true };
  }

  /**
   * @param {EventBus} bus
   * @param {Position} known
   * @returns {Promise<Answer>}
   */
  resume(bus, { seq, epoch }) {
    return bus.send('resume_conversation', { conversationId: this.id, afterSeq: seq, epoch });
  }

  /** @returns {Promise<ConversationState>} */
  async read() {
    const detail = await this.call('GET', '');
    return stateOfConversation(detail, await this.#page(undefined, PAGE));
  }

  /**
   * @param {any} state
   * @param {boolean} isFirst
   */
  adopt(state, isFirst) {
    this.state = state;
    this.#isGone = false;
    if (!isFirst) {
      this.tell('reset', state);
      this.tell('state', state);
    }
  }

  /** @param {Event} event */
  take(event) {
    this.#meanwhile?.push(event);
    if (event.userId === this.#context.userId && event.event.startsWith('member_')) {
      this.#isGone = event.event === 'member_removed';
    }
    if (event.event === 'message_created') {
      this.#expire(event.userId);
    }
    const state = reduceConversation(/** @type {ConversationState} */ (this.state), event);
    this.#change(withNewest(state, this.#kept), () => {
      this.tell('event', event);
      this.tell(event.event, event);
    });
  }

  /** What has no seq: who types, and how many messages are unread. @param {any} event */
  aside(event) {
    if (!this.state) {
      return;
    }
    if (event.event === 'conversation_updated') {
      this.#change(withConversation(this.state, { unread: event.unread }));
    } else if (event.event === 'typing' && event.userId !== this.#context.userId) {
      this.#type(event);
    }
  }

  /** @param {EventBus} bus */
  settled(bus) {
    if (this.#isGone) {
      this.close('removed');
      return;
    }
    this.#commands.go(bus);
    this.#beginning.come();
  }

  /** @param {any} error */
  refused(error) {
    this.close(error.code ?? 'ERROR', error);
  }

  /**
   * @param {number} [limit]
   * @returns {Promise<boolean>} whether there are more
   */
  older(limit = PAGE) {
    this.#reading ??= this.#older(limit).finally(() => (this.#reading = null));
    return this.#reading;
  }

  /** @param {number} limit */
  async #older(limit) {
    const first = this.state?.messages[0]?.id;
    let kept = this.#kept;
    // None of those that this is to be put before goes meanwhile.
    this.#kept = Infinity;
    this.#meanwhile = [];
    try {
      const page = await this.#page(first, limit);
      kept += page.items.length;
      const { state } = this;
      // After a reset these may be older than what is missing.
      if (state && state.messages[0]?.id === first && !this.closed) {
        const items = this.#meanwhile.reduce(changed, page.items);
        this.#change(withOlder(state, { items, more: page.more }));
      }
      return Boolean(this.state?.hasMore);
    } finally {
      this.#kept = kept;
      this.#meanwhile = null;
    }
  }

  /**
   * @param {number | undefined} before
   * @param {number} limit
   */
  async #page(before, limit) {
    const page = await this.call('GET', withQuery('/messages', { before, limit }));
    return { items: page.items.map(Object.freeze), more: page.more };
  }

  /** @param {any} event */
  #type(event) {
    const { platform } = this.#context;
    const { userId, isTyping } = event;
    this.#expire(userId);
    if (isTyping) {
      const stop = { ...event, isTyping: false };
      this.#typing.set(userId, platform.setTimeout(() => this.#type(stop), TYPING_LASTS));
    }
    this.#change(reduceConversation(/** @type {ConversationState} */ (this.state), event), () => this.tell('typing', event));
  }

  /** @param {string} userId */
  #expire(userId) {
    this.#context.platform.clearTimeout(this.#typing.get(userId));
    this.#typing.delete(userId);
  }

  /**
   * @param {ConversationState} state
   * @param {() => void} [tell] before the state is told
   */
  #change(state, tell = () => {}) {
    this.state = state;
    tell();
    this.tell('state', this.state);
  }
}
