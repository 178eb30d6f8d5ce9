import { ask } from './dialogs.js';
import { button, h, icon } from './dom.js';
import { face } from './face.js';
import { clock, day, listed } from './words.js';

/** @typedef {import('./types.js').Conversation} Conversation */
/** @typedef {import('./types.js').Message} Message */
/** @typedef {{composer: import('./composer.js').Composer, failed: (error: unknown, what?: string) => void}} Actions */
/** @typedef {{me: string, readers: string, follows: boolean, repliedTo: Message | null}} Setting */

/** Text that the wire knows as a reaction, and this page draws. */
const THUMB = '👍';
/** So long a message may be changed. */
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
 * One message as an element.
 *
 * @param {Conversation} conversation
 * @param {Message} one
 * @param {Setting} setting
 * @param {Actions} actions
 */
export function message(conversation, one, setting, actions) {
  const data = { messageId: one.id, userId: one.userId };
  if (one.system)
    return h('li', { class: 'system', data }, `${SYSTEM[one.system.type] ?? one.system.type} · ${clock(one.createdAt)}`);
  const own = one.userId === setting.me;
  const name = one.userName ?? one.userId ?? '';
  const bubble = h(
    'div',
    { class: 'bubble' },
    !setting.follows && by(one, own ? 'You' : name),
    quoted(one, setting.repliedTo),
    said(one),
    reactions(conversation, one, setting.me, actions),
    !one.deletedAt && tools(conversation, one, own, actions),
    setting.readers && h('p', { class: 'muted small' }, `Seen by ${setting.readers}`),
  );
  const look = `message ${own ? 'own' : ''} ${setting.follows ? 'follows' : ''}`;
  return h('li', { class: look, data }, !own && face({ userId: one.userId ?? '', userName: name }), bubble);
}

/** @param {Message} one @param {string} name */
function by({ createdAt }, name) {
  return h(
    'p',
    { class: 'by' },
    h('b', { dir: 'auto' }, name),
    h('time', { datetime: createdAt, title: day(createdAt) }, clock(createdAt)),
  );
}

/** @param {Message} one */
function said({ text, deletedAt, editedAt }) {
  if (deletedAt) return h('p', { class: 'text muted' }, 'Deleted');
  return h('p', { class: 'text', dir: 'auto' }, text, editedAt && h('span', { class: 'muted small' }, ' (edited)'));
}

/** @param {Message} one @param {Message | null} to */
function quoted({ replyToId }, to) {
  if (!replyToId) return null;
  return h('blockquote', { dir: 'auto' }, to ? `${to.userName}: ${to.deletedAt ? 'deleted' : to.text}` : 'an earlier message');
}

/** @param {Conversation} conversation @param {Message} one @param {string} me @param {Actions} actions */
function reactions(conversation, one, me, { failed }) {
  if (!one.reactions.length) return null;
  const { members } = conversation.state;
  const name = (/** @type {string} */ id) => members.find((member) => member.userId === id)?.userName ?? id;
  const counted = one.reactions.map(({ reaction, userIds }) => {
    const mine = userIds.includes(me);
    const toggle = () =>
      (mine ? conversation.unreact(one.id, reaction) : conversation.react(one.id, reaction)).catch(
        (error) => failed(error, 'Reaction'),
      );
    const label = `${reaction === THUMB ? 'Liked' : reaction} by ${listed(userIds.map(name))}`;
    const look = { label, text: reaction === THUMB ? '' : reaction, class: 'reaction', 'aria-pressed': String(mine) };
    const pressed = button(look, toggle);
    if (reaction === THUMB) pressed.append(icon('thumb'));
    pressed.append(h('span', {}, userIds.length));
    return pressed;
  });
  return h('div', { class: 'reactions' }, ...counted);
}

/** @param {Conversation} conversation @param {Message} one @param {boolean} own @param {Actions} actions */
function tools(conversation, one, own, actions) {
  const { composer, failed } = actions;
  const changeable = own && Date.now() - Date.parse(one.createdAt) < CHANGEABLE;
  const tool = (/** @type {string} */ label, /** @type {string} */ symbol, /** @type {() => unknown} */ act) =>
    button({ label, text: '', icon: symbol, class: 'icon-button small' }, act);
  return h(
    'div',
    { class: 'tools' },
    tool('Like', 'thumb', () => conversation.react(one.id, THUMB).catch((error) => failed(error, 'Like'))),
    tool('Reply', 'reply', () => composer.reply(one)),
    changeable && tool('Edit', 'edit', () => composer.edit(one)),
    changeable && tool('Delete', 'trash', () => remove(conversation, one, actions)),
  );
}

/** @param {Conversation} conversation @param {Message} one @param {Actions} actions */
async function remove(conversation, one, { composer, failed }) {
  const text = 'It is taken away for everybody, and cannot be brought back.';
  if (!(await ask({ title: 'Delete your message?', text, confirm: 'Delete', danger: true, back: 'Keep it' }))) return;
  // The button that was pressed goes with the message.
  composer.focus();
  await conversation.delete(one.id).catch((error) => failed(error, 'Delete'));
}
