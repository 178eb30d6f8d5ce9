import { Listeners, Source, tellUntilClosed } from './listening.js';

/** @import {Conversation as Declared, ConversationEvents, ConversationState} from './gavel-client.d.ts' */
/** @import {ConversationStream} from './conversation-stream.js' */
/** @import {Context} from './gavel.js' */

/** Others are told so often that somebody still types, */
const TELL_EVERY = 3_000;
/** and that it stopped, so long after the last key. */
const STOPPED_AFTER = 5_000;

/**
 * A conversation as users of the client see it.
 *
 * @extends {Source<ConversationEvents>}
 * @implements {Declared}
 */
export class Conversation extends Source {
  #stream;
  #context;
  #toldTyping = -Infinity;
  /** @type {unknown} */
  #stopping;

  /**
   * @param {ConversationStream} stream
   * @param {Context} context
   */
  constructor(stream, context) {
    const listeners = new Listeners(context.failed);
    super(listeners);
    this.#stream = stream;
    this.#context = context;
    const tell = tellUntilClosed(stream, listeners);
    stream.tell = (name, event) => {
      if (name === 'closed') {
        this.#stopTyping();
      }
      tell(name, event);
    };
  }

  get id() {
    return this.#stream.id;
  }

  get state() {
    return /** @type {ConversationState} */ (this.#stream.state);
  }

  /**
   * @param {string} text
   * @param {{ replyToId?: number }} [options]
   * @returns {Promise<{ ok: true, seq: number, messageId: number }>}
   */
  send(text, { replyToId } = {}) {
    // The message itself tells that its author types no more.
    this.#stopTyping();
    return this.#stream.command('send_message', { text, replyToId, clientMessageId: this.#context.platform.uuid() });
  }

  /**
   * @param {number} messageId
   * @param {string} text
   */
  edit(messageId, text) {
    return this.#stream.call('PUT', `/messages/${messageId}`, { text });
  }

  /** @param {number} messageId */
  delete(messageId) {
    return this.#stream.call('DELETE', `/messages/${messageId}`);
  }

  /**
   * @param {number} messageId
   * @param {string} reaction
   */
  async react(messageId, reaction) {
    await this.#stream.call('POST', `/messages/${messageId}/reactions`, { reaction });
  }

  /**
   * @param {number} messageId
   * @param {string} reaction
   */
  unreact(messageId, reaction) {
    return this.#stream.call('DELETE', `/messages/${messageId}/reactions/${encodeURIComponent(reaction)}`);
  }

  /** @param {number} [messageId] */
  async markRead(messageId = this.state.messages.at(-1)?.id) {
    if (messageId !== undefined) {
      await this.#stream.call('PUT', '/read', { messageId });
    }
  }

  typing() {
    const { platform } = this.#context;
    if (this.#stream.closed) {
      return;
    }
    if (platform.now() - this.#toldTyping >= TELL_EVERY) {
      this.#toldTyping = platform.now();
      this.#stream.mention('typing_started');
    }
    platform.clearTimeout(this.#stopping);
    this.#stopping = platform.setTimeout(() => {
      this.#stopTyping();
      this.#stream.mention('typing_stopped');
    }, STOPPED_AFTER);
  }

  /** @param {number} [limit] */
  loadOlder(limit) {
    return this.#stream.older(limit);
  }

  close() {
    this.#stream.close('closed');
  }

  #stopTyping() {
    this.#context.platform.clearTimeout(this.#stopping);
    this.#toldTyping = -Infinity;
  }
}
