import { button, fill, h } from './dom.js';
import { focusOn } from './focus.js';
import { failure } from './words.js';

/** @typedef {import('./types.js').Conversation} Conversation */

/** What is answered sooner is not shown to be under way. */
const PATIENCE = 300;

/** Messages of one's own that are not answered yet, or could not be sent: none is lost without a word. */
export class Outbox {
  #conversation;
  #shown;
  element = h('ol', { class: 'messages outbox' });

  /** @param {Conversation} conversation @param {() => void} shown is told when it has grown */
  constructor(conversation, shown) {
    this.#conversation = conversation;
    this.#shown = shown;
  }

  /** @param {string} text @param {number} [replyToId] */
  async send(text, replyToId) {
    const state = h('p', { class: 'muted small' }, 'Sending…');
    const words = h('p', { class: 'text', dir: 'auto' }, text);
    const item = h('li', { class: 'message own pending' }, h('div', { class: 'bubble' }, words, state));
    const waiting = setTimeout(() => this.#show(item), PATIENCE);
    try {
      await this.#conversation.send(text, replyToId === undefined ? {} : { replyToId });
      item.remove();
    } catch (error) {
      fill(state, h('span', { role: 'alert' }, `Not sent. ${failure(error)} `), ...this.#choices(item, text, replyToId));
      this.#show(item);
    } finally {
      clearTimeout(waiting);
    }
  }

  /** @param {HTMLElement} item @param {string} text @param {number} [replyToId] */
  #choices(item, text, replyToId) {
    const takeOff = () => {
      item.remove();
      focusOn(this.element);
    };
    const again = () => {
      takeOff();
      this.send(text, replyToId);
    };
    return [
      button({ label: 'Send again', class: 'small' }, again),
      button({ label: 'Give up', class: 'small quiet' }, takeOff),
    ];
  }

  /** @param {HTMLElement} item */
  #show(item) {
    if (!item.isConnected) this.element.append(item);
    this.#shown();
  }
}
