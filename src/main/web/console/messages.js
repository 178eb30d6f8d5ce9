import { arrange, h } from './dom.js';
import { heldFocus } from './focus.js';
import { message } from './message.js';
import { listed } from './words.js';

/** @typedef {import('./types.js').Conversation} Conversation */
/** @typedef {import('./types.js').Message} Message */
/** @typedef {{of: string, element: HTMLElement}} Made */

/** The messages that the client holds, each an element of its own that is made anew when it changes. */
export class MessageList {
  #conversation;
  #me;
  #actions;
  /** @type {Map<number, Made>} */
  #made = new Map();
  element = h('ol', { class: 'messages' });

  /** @param {Conversation} conversation @param {string} me own user id @param {import('./message.js').Actions} actions */
  constructor(conversation, me, actions) {
    this.#conversation = conversation;
    this.#me = me;
    this.#actions = actions;
  }

  show() {
    const { messages } = this.#conversation.state;
    const seen = this.#seen();
    const made = new Map(messages.map((one, index) => [one.id, this.#make(one, messages[index - 1], seen)]));
    const [id, had] = [...this.#made].find(([, { element }]) => element.contains(document.activeElement)) ?? [];
    const now = id === undefined ? undefined : made.get(id);
    const keepFocus = had && now && had !== now ? heldFocus(had.element) : () => {};
    this.#made = made;
    const elements = [...made.values()].map(({ element }) => element);
    arrange(this.element, elements);
    keepFocus(now?.element);
  }

  /** @param {Message} one @param {Message | undefined} before @param {{id: number, names: string} | null} seen @returns {Made} */
  #make(one, before, seen) {
    const readers = seen?.id === one.id ? seen.names : '';
    const follows = one.userId !== null && before?.userId === one.userId;
    const { messages } = this.#conversation.state;
    const repliedTo = messages.find((other) => other.id === one.replyToId) ?? null;
    const of = JSON.stringify([one, readers, follows, repliedTo]);
    const old = this.#made.get(one.id);
    if (old?.of === of) return old;
    const setting = { me: this.#me, readers, follows, repliedTo };
    return { of, element: message(this.#conversation, one, setting, this.#actions) };
  }

  /** Who has read the newest of one's own messages. */
  #seen() {
    const { messages, members } = this.#conversation.state;
    const own = messages.filter((one) => one.userId === this.#me && !one.deletedAt);
    const newest = own[own.length - 1];
    if (!newest) return null;
    const readers = members.filter((one) => one.userId !== this.#me && one.readMessageId >= newest.id);
    return readers.length ? { id: newest.id, names: listed(readers.map((one) => one.userName)) } : null;
  }
}
