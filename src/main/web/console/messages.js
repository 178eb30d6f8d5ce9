import { arrange, h } from './dom.js';
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
    const keepFocus = heldFocus(this.#made);
    this.#made = made;
    const elements = [...made.values()].map(({ element }) => element);
    arrange(this.element, elements);
    keepFocus(made);
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

/** A message that is made anew keeps the focus on the button that had it. @param {Map<number, Made>} before */
function heldFocus(before) {
  const focused = document.activeElement;
  const [id] = [...before].find(([, { element }]) => element.contains(focused)) ?? [];
  return (/** @type {Map<number, Made>} */ after) => {
    if (id === undefined || focused?.isConnected) return;
    const label = focused?.getAttribute('aria-label') ?? '';
    const again = [...(after.get(id)?.element.querySelectorAll('button') ?? [])];
    (again.find((one) => one.getAttribute('aria-label') === label) ?? again[0])?.focus();
  };
}
