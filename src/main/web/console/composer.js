import { button, fill, h, icon } from './dom.js';

/** @typedef {import('./types.js').Conversation} Conversation */
/** @typedef {import('./types.js').Message} Message */
/** @typedef {{kind: 'reply' | 'edit', message: Message}} Subject */

/** A node says so seldom that somebody types on; that the message ended it for its readers, it does not count. */
const REPEAT = 2_100;

/** Where one writes: a new message, a reply, or another text for an old one. A text that was begun outlives a change of another. */
export class Composer {
  #conversation;
  #failed;
  #send;
  #text = h('textarea', { rows: 1, 'aria-label': 'Message', placeholder: 'Write a message', maxlength: 4000, dir: 'auto' });
  #about = h('div', { class: 'about small', hidden: true });
  #draft = '';
  #sentAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #later;
  /** @type {Subject | null} */
  #subject = null;

  /**
   * @param {Conversation} conversation
   * @param {(error: unknown, what?: string) => void} failed
   * @param {(text: string, replyToId?: number) => void} send
   */
  constructor(conversation, failed, send) {
    this.#conversation = conversation;
    this.#failed = failed;
    this.#send = send;
    this.#text.addEventListener('input', () => this.#typed());
    this.#text.addEventListener('keydown', (event) => this.#pressed(event));
    const done = h('button', { type: 'submit', class: 'icon-button primary', 'aria-label': 'Send' }, icon('send'));
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#done();
    };
    this.element = h('form', { class: 'composer', on: { submit } }, this.#about, this.#text, done);
  }

  #typed() {
    clearTimeout(this.#later);
    const wait = this.#sentAt + REPEAT - Date.now();
    if (wait <= 0) return this.#conversation.typing();
    this.#later = setTimeout(() => this.#text.value && this.#conversation.typing(), wait);
  }

  focus() {
    this.#text.focus();
  }

  /** @param {Message} message */
  reply(message) {
    if (this.#subject?.kind === 'edit') this.#text.value = this.#draft;
    this.#set({ kind: 'reply', message });
  }

  /** @param {Message} message @param {string} [text] */
  edit(message, text = message.text ?? '') {
    if (this.#subject?.kind !== 'edit') this.#draft = this.#text.value;
    this.#text.value = text;
    this.#set({ kind: 'edit', message });
  }

  /** @param {Subject | null} subject */
  #set(subject) {
    this.#subject = subject;
    this.#about.hidden = subject === null;
    this.focus();
    if (!subject) return;
    const text = subject.kind === 'reply' ? `Reply to ${subject.message.userName}` : 'Change your message';
    const giveUp = button({ label: 'Give up', text: '', icon: 'close', class: 'icon-button small' }, () => this.#giveUp());
    fill(this.#about, h('span', {}, text), giveUp);
  }

  #giveUp() {
    if (this.#subject?.kind === 'edit') this.#text.value = this.#draft;
    this.#set(null);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key === 'Escape' && this.#subject) this.#giveUp();
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#done();
  }

  #done() {
    const text = this.#text.value.trim();
    const subject = this.#subject;
    if (!text) return;
    this.#text.value = subject?.kind === 'edit' ? this.#draft : '';
    this.#set(null);
    if (subject?.kind === 'edit') this.#change(subject.message, text);
    else {
      this.#sentAt = Date.now();
      this.#send(text, subject?.message.id);
    }
  }

  /** @param {Message} message @param {string} text */
  async #change(message, text) {
    try {
      await this.#conversation.edit(message.id, text);
    } catch (error) {
      this.#failed(error, 'Change your message');
      // Where something else is changed by now, that goes on.
      if (this.#subject === null) this.edit(message, text);
    }
  }
}
