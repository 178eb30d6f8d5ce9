import { button, fill, h, icon } from './dom.js';

/** @typedef {import('./types.js').Conversation} Conversation */
/** @typedef {import('./types.js').Message} Message */

/** Where one writes: a new message, a reply, or another text for an old one. */
export class Composer {
  #conversation;
  #failed;
  #text = h('textarea', { rows: 1, 'aria-label': 'Message', placeholder: 'Write a message', maxlength: 4000 });
  #about = h('div', { class: 'about small', hidden: true });
  /** @type {{kind: 'reply' | 'edit', message: Message} | null} */
  #subject = null;

  /** @param {Conversation} conversation @param {(error: unknown) => void} failed */
  constructor(conversation, failed) {
    this.#conversation = conversation;
    this.#failed = failed;
    this.#text.addEventListener('input', () => conversation.typing());
    this.#text.addEventListener('keydown', (event) => this.#pressed(event));
    const send = h('button', { type: 'submit', class: 'icon-button primary', 'aria-label': 'Send' }, icon('send'));
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#send();
    };
    this.element = h('form', { class: 'composer', on: { submit } }, this.#about, this.#text, send);
  }

  /** @param {Message} message */
  reply(message) {
    this.#set({ kind: 'reply', message });
  }

  /** @param {Message} message */
  edit(message) {
    this.#text.value = message.text ?? '';
    this.#set({ kind: 'edit', message });
  }

  /** @param {{kind: 'reply' | 'edit', message: Message} | null} subject */
  #set(subject) {
    this.#subject = subject;
    this.#about.hidden = subject === null;
    this.#text.focus();
    if (!subject) return;
    const text = subject.kind === 'reply' ? `Reply to ${subject.message.userName}` : 'Change your message';
    const giveUp = button({ label: 'Give up', text: '', icon: 'close', class: 'icon-button small' }, () => this.#giveUp());
    fill(this.#about, h('span', {}, text), giveUp);
  }

  #giveUp() {
    if (this.#subject?.kind === 'edit') this.#text.value = '';
    this.#set(null);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key === 'Escape' && this.#subject) this.#giveUp();
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  async #send() {
    const text = this.#text.value.trim();
    const subject = this.#subject;
    if (!text) return;
    this.#text.value = '';
    this.#set(null);
    try {
      if (subject?.kind === 'edit') await this.#conversation.edit(subject.message.id, text);
      else await this.#conversation.send(text, subject ? { replyToId: subject.message.id } : {});
    } catch (error) {
      this.#text.value ||= text;
      this.#failed(error);
    }
  }
}
