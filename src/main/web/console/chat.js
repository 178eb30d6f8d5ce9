import { batched, button, fill, h } from './dom.js';
import { Composer } from './composer.js';
import { hold, isHeld } from './hold.js';
import { MessageList } from './messages.js';
import { Outbox } from './outbox.js';
import { failure, listed } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').Conversation} Conversation */

/** The meeting's chat. `unread` is told how many messages of others wait below what was seen. */
export class Chat {
  #app;
  #meeting;
  #unread;
  #body = h('div', { class: 'chat-body' }, h('p', { class: 'waiting', role: 'status' }, 'Reading…'));
  /** @type {Talk | null} */
  #talk = null;
  #over = false;
  #letGo = () => {};
  #listening = new AbortController();

  /** @param {App} app @param {Meeting} meeting @param {(count: number) => void} unread */
  constructor(app, meeting, unread) {
    this.#app = app;
    this.#meeting = meeting;
    this.#unread = unread;
    this.element = h(
      'section',
      { class: 'panel chat', 'aria-label': 'Chat' },
      h('header', {}, h('h2', {}, 'Chat')),
      this.#body,
    );
    const { signal } = this.#listening;
    document.addEventListener('visibilitychange', () => this.look(), { signal });
    this.#begin();
  }

  dispose() {
    this.#over = true;
    this.#letGo();
    this.#listening.abort();
    this.#talk?.dispose();
  }

  /** Somebody may see the messages now. */
  look() {
    this.#talk?.look();
  }

  async #begin() {
    const { chatConversationId, conversationId } = this.#meeting.state.meeting;
    const id = chatConversationId ?? conversationId ?? null;
    if (id === null) return this.#say('This meeting has no chat.');
    const topic = `conversation.${id}`;
    this.#letGo = hold(topic);
    try {
      const conversation = await this.#app.gavel.conversation(id);
      if (this.#over) return isHeld(topic) ? undefined : conversation.close();
      this.#talk = new Talk(this.#app, this.#meeting, conversation, this.#unread);
      fill(this.#body, ...this.#talk.elements);
      this.#talk.show();
    } catch (error) {
      this.#say(failure(error));
    }
  }

  /** @param {string} text */
  #say(text) {
    fill(this.#body, h('p', { class: 'waiting' }, text));
  }
}

/** A conversation that is there: what was said, who types, and where one writes. */
class Talk {
  #app;
  #meeting;
  #conversation;
  #unread;
  #composer;
  #messages;
  #ends;
  #typing = h('p', { class: 'typing muted small', role: 'status', data: { testid: 'typing' } });
  #older = button({ label: 'Older messages', class: 'small wide' }, () => this.#readOlder());
  #scroll;
  #atEnd = true;
  #isClosed = false;
  #read = 0;

  /** @param {App} app @param {Meeting} meeting @param {Conversation} conversation @param {(count: number) => void} unread */
  constructor(app, meeting, conversation, unread) {
    this.#app = app;
    this.#meeting = meeting;
    this.#conversation = conversation;
    this.#unread = unread;
    const outbox = new Outbox(conversation, () => this.#toEnd());
    this.#composer = new Composer(conversation, app.failed, (text, replyToId) => outbox.send(text, replyToId));
    this.#messages = new MessageList(conversation, app.me.userId, { composer: this.#composer, failed: app.failed });
    const look = { class: 'scroll', tabindex: '0', role: 'log', 'aria-label': 'What was said' };
    this.#scroll = h('div', look, this.#older, this.#messages.element, outbox.element);
    this.elements = [this.#scroll, this.#typing, this.#composer.element];
    const show = batched(() => this.show());
    const closed = conversation.on('closed', () => {
      this.#isClosed = true;
      this.show();
    });
    this.#ends = [conversation.on('state', show), meeting.on('state', show), closed, this.#keepAtEnd()];
  }

  dispose() {
    this.#ends.forEach((end) => end());
    this.#conversation.close();
  }

  show() {
    const { state } = this.#conversation;
    const { ended, meeting } = this.#meeting.state;
    const open = ended === null && meeting.chatEnabled !== false && !this.#isClosed;
    this.#messages.show();
    this.#older.hidden = !state.hasMore;
    const names = state.typing.map((id) => state.members.find((one) => one.userId === id)?.userName ?? id);
    const text = open && names.length ? `${listed(names)} ${names.length === 1 ? 'is' : 'are'} typing…` : '';
    if (this.#typing.textContent !== text) this.#typing.textContent = text;
    this.#composer.element.hidden = !open;
    this.#toEnd();
    this.look();
  }

  #toEnd() {
    if (this.#atEnd) this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }

  look() {
    const { messages } = this.#conversation.state;
    const last = this.#lastRead();
    const others = messages.filter((one) => one.userId !== null && one.userId !== this.#app.me.userId && one.id > last);
    const seen = this.#scroll.offsetParent !== null && document.visibilityState === 'visible';
    this.#unread(seen ? 0 : others.length);
    const newest = messages[messages.length - 1];
    if (!seen || !newest || others.length === 0) return;
    this.#read = newest.id;
    this.#conversation.markRead(newest.id).catch(() => (this.#read = 0));
  }

  #lastRead() {
    const me = this.#conversation.state.members.find((one) => one.userId === this.#app.me.userId);
    return Math.max(this.#read, me?.readMessageId ?? 0);
  }

  async #readOlder() {
    await this.#conversation.loadOlder().catch((error) => this.#app.failed(error, 'Older messages'));
  }

  /** Whoever reads the end goes on reading the end; whoever scrolled up is left there. */
  #keepAtEnd() {
    const scroll = this.#scroll;
    scroll.addEventListener('scroll', () => {
      this.#atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 40;
    });
    const resized = new ResizeObserver(() => this.#toEnd());
    resized.observe(scroll);
    return () => resized.disconnect();
  }
}
