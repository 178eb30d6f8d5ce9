import { arrange, button, h, icon } from './dom.js';
import { face } from './face.js';
import { clock, day, listed } from './words.js';

/** @typedef {import('./types.js').Conversation} Conversation */
/** @typedef {import('./types.js').Message} Message */
/** @typedef {{reply: (message: Message) => void, edit: (message: Message) => void, failed: (error: unknown) => void}} Actions */

/** Text that the wire knows as a reaction, and this page draws. */
const THUMB = '👍';
const CHANGEABLE = 15 * 60_000;

/** @type {Record<string, string>} */
const SYSTEM = {
  meeting_scheduled: 'The meeting was scheduled',
  meeting_started: 'The meeting started',
  meeting_ended: 'The meeting ended',
  meeting_cancelled: 'The meeting was cancelled',
  recording_ready: 'A recording is ready',
};

/**
 * The messages that the client holds, each an element of its own that is made anew when it changes.
 *
 * @param {Conversation} conversation
 * @param {string} me own user id
 * @param {Actions} actions
 */
export function messageList(conversation, me, actions) {
  const list = h('ol', { class: 'messages' });
  /** @type {Map<number, {of: string, element: HTMLElement}>} */
  let made = new Map();
  return {
    element: list,
    show() {
      const { messages } = conversation.state;
      const seen = seenBy(conversation, me);
      const next = new Map();
      messages.forEach((one, index) => {
        const readers = seen?.id === one.id ? seen.names : '';
        const follows = index > 0 && one.userId !== null && messages[index - 1]?.userId === one.userId;
        const quoted = one.replyToId && messages.find((other) => other.id === one.replyToId);
        const of = JSON.stringify([one, readers, follows, quoted]);
        const old = made.get(one.id);
        next.set(
          one.id,
          old?.of === of ? old : { of, element: message(conversation, one, { me, readers, follows, actions }) },
        );
      });
      const held = holdFocus(made);
      made = next;
      arrange(
        list,
        [...next.values()].map(({ element }) => element),
      );
      held(made);
    },
  };
}

/** A message that is made anew keeps the focus on the button that had it. @param {Map<number, {element: HTMLElement}>} before */
function holdFocus(before) {
  const focused = document.activeElement;
  const [id] = [...before].find(([, { element }]) => element.contains(focused)) ?? [];
  return (/** @type {Map<number, {element: HTMLElement}>} */ after) => {
    if (id === undefined || focused?.isConnected) return;
    const label = focused?.getAttribute('aria-label') ?? '';
    const again = [...(after.get(id)?.element.querySelectorAll('button') ?? [])];
    (again.find((one) => one.getAttribute('aria-label') === label) ?? again[0])?.focus();
  };
}

/** Who has read the newest of one's own messages. @param {Conversation} conversation @param {string} me */
function seenBy({ state }, me) {
  const own = state.messages.filter((one) => one.userId === me && !one.deletedAt);
  const newest = own[own.length - 1];
  if (!newest) return null;
  const readers = state.members.filter((one) => one.userId !== me && one.readMessageId >= newest.id);
  return readers.length ? { id: newest.id, names: listed(readers.map((one) => one.userName)) } : null;
}

/** @typedef {{me: string, readers: string, follows: boolean, actions: Actions}} Setting */

/** @param {Conversation} conversation @param {Message} one @param {Setting} setting */
function message(conversation, one, { me, readers, follows, actions }) {
  if (one.system)
    return h(
      'li',
      { class: 'system', data: { messageId: one.id } },
      `${SYSTEM[one.system.type] ?? one.system.type} · ${clock(one.createdAt)}`,
    );
  const own = one.userId === me;
  const name = one.userName ?? one.userId ?? '';
  return h(
    'li',
    { class: `message ${own ? 'own' : ''} ${follows ? 'follows' : ''}`, data: { messageId: one.id, userId: one.userId } },
    !own && face({ userId: one.userId ?? '', userName: name }),
    h(
      'div',
      { class: 'bubble' },
      !follows &&
        h(
          'p',
          { class: 'by' },
          h('b', {}, own ? 'You' : name),
          h('time', { datetime: one.createdAt, title: day(one.createdAt) }, clock(one.createdAt)),
        ),
      quoted(conversation, one),
      one.deletedAt
        ? h('p', { class: 'text muted' }, 'Deleted')
        : h('p', { class: 'text' }, one.text, one.editedAt && h('span', { class: 'muted small' }, ' (edited)')),
      reactions(conversation, one, me, actions),
      !one.deletedAt && tools(conversation, one, own, actions),
      readers && h('p', { class: 'seen muted small' }, `Seen by ${readers}`),
    ),
  );
}

/** @param {Conversation} conversation @param {Message} one */
function quoted(conversation, { replyToId }) {
  if (!replyToId) return null;
  const to = conversation.state.messages.find((other) => other.id === replyToId);
  return h('blockquote', {}, to ? `${to.userName}: ${to.deletedAt ? 'deleted' : (to.text ?? '')}` : 'an earlier message');
}

/** @param {Conversation} conversation @param {Message} one @param {string} me @param {Actions} actions */
function reactions(conversation, one, me, { failed }) {
  if (!one.reactions.length) return null;
  const name = (/** @type {string} */ id) =>
    conversation.state.members.find((member) => member.userId === id)?.userName ?? id;
  return h(
    'div',
    { class: 'reactions' },
    ...one.reactions.map(({ reaction, userIds }) => {
      const mine = userIds.includes(me);
      const toggle = () =>
        (mine ? conversation.unreact(one.id, reaction) : conversation.react(one.id, reaction)).catch(failed);
      const said = button(
        {
          label: `${reaction === THUMB ? 'Liked' : reaction} by ${listed(userIds.map(name))}`,
          text: reaction === THUMB ? '' : reaction,
          class: 'reaction',
          'aria-pressed': String(mine),
        },
        toggle,
      );
      if (reaction === THUMB) said.append(icon('thumb'));
      said.append(h('span', {}, String(userIds.length)));
      return said;
    }),
  );
}

/** @param {Conversation} conversation @param {Message} one @param {boolean} own @param {Actions} actions */
function tools(conversation, one, own, { reply, edit, failed }) {
  const young = Date.now() - Date.parse(one.createdAt) < CHANGEABLE;
  const tool = (/** @type {string} */ label, /** @type {string} */ symbol, /** @type {() => unknown} */ act) =>
    button({ label, text: '', icon: symbol, class: 'icon-button small' }, act);
  return h(
    'div',
    { class: 'tools' },
    tool('Like', 'thumb', () => conversation.react(one.id, THUMB).catch(failed)),
    tool('Reply', 'reply', () => reply(one)),
    own && young && tool('Edit', 'edit', () => edit(one)),
    own && young && tool('Delete', 'trash', () => conversation.delete(one.id).catch(failed)),
  );
}
