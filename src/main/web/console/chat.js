import { batched, button, fill, h, icon } from './dom.js';
import { messageList } from './message.js';
import { failure, listed } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').Conversation} Conversation */
/** @typedef {import('./types.js').Message} Message */

/**
 * The meeting's chat. `unread` is told how many messages of others wait below what was seen.
 *
 * @param {App} app
 * @param {Meeting} meeting
 * @param {(count: number) => void} unread
 */
export function chat(app, meeting, unread) {
  const body = h('div', { class: 'chat-body' }, h('p', { class: 'muted waiting', role: 'status' }, 'Reading…'));
  const id = meeting.state.meeting.chatConversationId ?? meeting.state.meeting.conversationId ?? null;
  /** @type {ReturnType<typeof conversationView> | null} */
  let view = null;
  let over = false;
  const begin = async () => {
    try {
      if (id === null) return fill(body, h('p', { class: 'muted waiting' }, 'This meeting has no chat.'));
      const conversation = await app.gavel.conversation(id);
      if (over) return conversation.close();
      view = conversationView(app, meeting, conversation, unread);
      fill(body, ...view.elements);
      view.looked();
    } catch (error) {
      fill(body, h('p', { class: 'muted waiting' }, failure(error)));
    }
  };
  begin();
  const seen = () => view?.looked();
  document.addEventListener('visibilitychange', seen);
  window.addEventListener('focus', seen);
  return {
    element: h('section', { class: 'panel chat', 'aria-label': 'Chat' }, h('header', {}, h('h2', {}, 'Chat')), body),
    looked: seen,
    dispose() {
      over = true;
      document.removeEventListener('visibilitychange', seen);
      window.removeEventListener('focus', seen);
      view?.dispose();
    },
  };
}

/** @param {App} app @param {Meeting} meeting @param {Conversation} conversation @param {(count: number) => void} unread */
function conversationView(app, meeting, conversation, unread) {
  const failed = (/** @type {unknown} */ error) => app.toast(failure(error), 'error');
  const compose = composer(conversation, failed);
  const messages = messageList(conversation, app.me.userId, { reply: compose.reply, edit: compose.edit, failed });
  const typing = h('p', { class: 'typing muted small', role: 'status', data: { testid: 'typing' } });
  const older = button({ label: 'Older messages', class: 'small wide' }, () => conversation.loadOlder().catch(failed));
  const scroll = h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'log', 'aria-label': 'What was said' },
    older,
    messages.element,
  );
  let read = 0;

  const looked = () => {
    const newest = conversation.state.messages[conversation.state.messages.length - 1];
    const others = conversation.state.messages.filter(
      (one) => one.userId !== null && one.userId !== app.me.userId && one.id > lastRead(),
    );
    const visible = scroll.offsetParent !== null && document.visibilityState === 'visible';
    unread(visible ? 0 : others.length);
    if (!visible || !newest || others.length === 0) return;
    read = newest.id;
    conversation.markRead(newest.id).catch(() => (read = 0));
  };
  const lastRead = () =>
    Math.max(read, conversation.state.members.find((one) => one.userId === app.me.userId)?.readMessageId ?? 0);
  const end = keptAtEnd(scroll);
  const show = () => {
    messages.show();
    older.hidden = !conversation.state.hasMore;
    const open = meeting.state.ended === null && meeting.state.meeting.chatEnabled !== false;
    const names = conversation.state.typing.filter((id) => id !== app.me.userId).map((id) => nameOf(conversation, id));
    const text = open && names.length ? `${listed(names)} ${names.length === 1 ? 'is' : 'are'} typing…` : '';
    if (typing.textContent !== text) typing.textContent = text;
    compose.show(open);
    end.keep();
    looked();
  };
  const ends = [conversation.on('state', batched(show)), meeting.on('state', batched(show))];
  setTimeout(show);
  return {
    elements: [scroll, typing, compose.element],
    looked,
    dispose() {
      ends.forEach((one) => one());
      end.dispose();
      conversation.close();
    },
  };
}

/** Whoever reads the end goes on reading the end; whoever scrolled up is left there. @param {HTMLElement} scroll */
function keptAtEnd(scroll) {
  let atEnd = true;
  const keep = () => {
    if (atEnd) scroll.scrollTop = scroll.scrollHeight;
  };
  scroll.addEventListener('scroll', () => {
    atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 40;
  });
  const resized = new ResizeObserver(keep);
  resized.observe(scroll);
  return { keep, dispose: () => resized.disconnect() };
}

/** @param {Conversation} conversation @param {string} userId */
const nameOf = (conversation, userId) => conversation.state.members.find((one) => one.userId === userId)?.userName ?? userId;

/**
 * Where one writes: a new message, a reply, or another text for an old one.
 *
 * @param {Conversation} conversation
 * @param {(error: unknown) => void} failed
 */
function composer(conversation, failed) {
  const text = h('textarea', { rows: 1, 'aria-label': 'Message', placeholder: 'Write a message', maxlength: 4000 });
  const about = h('div', { class: 'about small', hidden: true });
  /** @type {{kind: 'reply' | 'edit', message: Message} | null} */
  let subject = null;
  const set = (/** @type {typeof subject} */ next) => {
    subject = next;
    about.hidden = next === null;
    if (next)
      fill(
        about,
        h('span', {}, next.kind === 'reply' ? `Reply to ${next.message.userName}` : 'Change your message'),
        button({ label: 'Give up', text: '', icon: 'close', class: 'icon-button small' }, () => (set(null), text.focus())),
      );
    if (next?.kind === 'edit') text.value = next.message.text ?? '';
    if (next) text.focus();
  };
  const send = async (/** @type {Event} [event] */ event) => {
    event?.preventDefault();
    const said = text.value.trim();
    if (!said) return;
    const was = subject;
    text.value = '';
    set(null);
    try {
      if (was?.kind === 'edit') await conversation.edit(was.message.id, said);
      else await conversation.send(said, was ? { replyToId: was.message.id } : {});
    } catch (error) {
      text.value ||= said;
      failed(error);
    }
  };
  text.addEventListener('input', () => conversation.typing());
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event);
    if (event.key === 'Escape' && subject) set(null);
  });
  const submit = h('button', { type: 'submit', class: 'icon-button primary', 'aria-label': 'Send' }, icon('send'));
  const element = h('form', { class: 'composer', on: { submit: send } }, about, text, submit);
  return {
    element,
    /** @param {boolean} open */
    show(open) {
      element.hidden = !open;
    },
    /** @param {Message} message */
    reply: (message) => set({ kind: 'reply', message }),
    /** @param {Message} message */
    edit: (message) => set({ kind: 'edit', message }),
  };
}
