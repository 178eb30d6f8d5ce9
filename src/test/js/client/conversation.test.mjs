import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed, reduceConversation, stateOfConversation, withOlder } from '../../../main/web/messages.js';
import { at, followed, member, message } from './conversing.mjs';

function conversation(messages = [], more = {}) {
  const detail = { id: 7, kind: 'group', title: 'Hiring', memberCount: 2, unread: 0, seq: 10, epoch: 'e', activeAt: at };
  return stateOfConversation({ ...detail, members: [member('ada'), member('ben')], ...more }, { items: messages, more: true });
}

function after(state, ...events) {
  return events.reduce(
    (before, [event, fields]) => reduceConversation(before, { event, seq: before.seq + 1, at, conversationId: 7, ...fields }),
    state,
  );
}

const said = (messageId, more) => {
  const { id, conversationId, seq, createdAt, editedAt, deletedAt, reactions, ...fields } = message(messageId, more);
  return ['message_created', { messageId, ...fields }];
};

test('what is said stands at the end, as reading it would show it', () => {
  const state = after(conversation([message(5)]), said(6));

  assert.deepEqual(state.messages, [message(5), message(6, { seq: 11 })]);
  assert.equal(state.seq, 11);
});

test('a message that was read before it was heard of stands there once, as it was read', () => {
  const read = message(6, { text: 'edited meanwhile', editedAt: at });

  const state = after(conversation([message(5), read]), said(6));

  assert.deepEqual(state.messages, [message(5), read]);
});

test('an edit changes the text, a deletion takes text and reactions', () => {
  const reactions = [{ reaction: '+', userIds: ['ada'] }];
  const before = conversation([message(5), message(6, { reactions })]);

  const edited = after(before, ['message_edited', { messageId: 5, userId: 'ben', text: 'better', editedAt: 'then' }]);
  const deleted = after(edited, ['message_deleted', { messageId: 6, userId: 'ben', deletedAt: 'now' }]);

  assert.deepEqual(deleted.messages[0], message(5, { text: 'better', editedAt: 'then' }));
  assert.deepEqual(deleted.messages[1], message(6, { text: null, deletedAt: 'now' }));
});

test('an edit that comes again never brings the text of a deleted message back', () => {
  const gone = message(5, { text: null, deletedAt: 'now' });

  const state = after(conversation([gone]), ['message_edited', { messageId: 5, userId: 'ben', text: 'old', editedAt: 'then' }]);

  assert.equal(state.messages[0].text, null);
});

test('reactions are counted by person, and go with the last one', () => {
  const react = (event, userId) => [event, { messageId: 5, userId, reaction: '+' }];
  const added = ['ada', 'ben', 'ben'].map((userId) => react('reaction_added', userId));
  const both = after(conversation([message(5)]), ...added);

  const one = after(both, react('reaction_removed', 'ada'));
  const none = after(one, react('reaction_removed', 'ben'));

  assert.deepEqual(both.messages[0].reactions, [{ reaction: '+', userIds: ['ada', 'ben'] }]);
  assert.deepEqual(one.messages[0].reactions, [{ reaction: '+', userIds: ['ben'] }]);
  assert.deepEqual(none.messages[0].reactions, []);
});

test('reading goes forward alone', () => {
  const read = (messageId) => ['message_read', { userId: 'ada', messageId }];

  const state = after(conversation(), read(9), read(4));

  assert.equal(state.members[0].readMessageId, 9);
});

test('members come and go, and are counted', () => {
  const more = after(conversation(), ['member_added', { userId: 'cem', userName: 'Cem', by: 'ada' }]);

  const fewer = after(more, ['member_removed', { userId: 'ben', userName: 'Ben', by: 'ada' }]);

  assert.deepEqual(more.members.at(-1), member('cem', { userName: 'Cem' }));
  assert.deepEqual(fewer.members.map(({ userId }) => userId), ['ada', 'cem']);
  assert.deepEqual([more.conversation.memberCount, fewer.conversation.memberCount], [3, 2]);
});

test('who types is known until it stops, or says something', () => {
  const typing = (userId, isTyping) => ({ event: 'typing', at, conversationId: 7, userId, isTyping });
  const both = ['ben', 'cem'].reduce((state, userId) => reduceConversation(state, typing(userId, true)), conversation());

  assert.deepEqual(both.typing, ['ben', 'cem']);
  assert.deepEqual(reduceConversation(both, typing('cem', false)).typing, ['ben']);
  assert.deepEqual(after(both, said(6)).typing, ['cem']);
});

test('a repeat changes nothing, and nothing is ever changed in its place', () => {
  const state = conversation([message(5)]);
  const copy = structuredClone(state);

  assert.equal(reduceConversation(state, { event: 'message_deleted', seq: 10, at, messageId: 5, deletedAt: at }), state);
  after(state, ['message_edited', { messageId: 5, text: 'x', editedAt: at }], said(6));

  assert.deepEqual(state, copy);
  assert.ok([state, state.messages, state.members, state.conversation].every(Object.isFrozen));
});

test('older messages stand before the others, each once', () => {
  const state = withOlder(conversation([message(5), message(6)]), { items: [message(3), message(4), message(5)], more: false });

  assert.deepEqual(state.messages.map(({ id }) => id), [3, 4, 5, 6]);
  assert.equal(state.hasMore, false);
});

test('messages that an event does not concern stay the same', () => {
  const messages = [message(5), message(6)];

  assert.equal(changed(messages, { event: 'message_read', messageId: 5 }), messages);
  assert.equal(changed(messages, { event: 'message_deleted', messageId: 5, deletedAt: at })[1], messages[1]);
});

test('who types is taken off after five seconds without a word', async () => {
  const { stage, handle, hear } = await followed();
  const states = [];
  handle.on('state', ({ typing }) => states.push([...typing]));
  const typing = { event: 'typing', at, conversationId: 7, userId: 'ben', isTyping: true };

  hear(typing);
  await stage.pass(4_000);
  hear(typing);
  await stage.pass(4_000);
  assert.deepEqual(handle.state.typing, ['ben']);
  await stage.pass(1_000);

  assert.deepEqual(handle.state.typing, []);
  assert.equal(stage.pending, 0);
});

test('one does not see oneself typing', async () => {
  const { handle, hear } = await followed();

  hear({ event: 'typing', at, conversationId: 7, userId: 'ada', isTyping: true });

  assert.deepEqual(handle.state.typing, []);
});

test('typing is told every three seconds at most, and its end after five without a key', async () => {
  const { stage, handle, sent } = await followed();
  sent.length = 0;

  for (let key = 0; key < 8; key++) {
    handle.typing();
    await stage.pass(500);
  }
  assert.deepEqual(sent.map(([address]) => address), ['typing_started', 'typing_started']);
  await stage.pass(5_000);

  assert.deepEqual(sent.map(([address]) => address), ['typing_started', 'typing_started', 'typing_stopped']);
  assert.equal(stage.pending, 0);
});

test('whoever says what was typed need not say that it stopped', async () => {
  const { stage, handle, sent } = await followed();
  sent.length = 0;

  handle.typing();
  await stage.until(handle.send('hello'));
  await stage.pass(10_000);

  assert.deepEqual(sent.map(([address]) => address), ['typing_started', 'send_message']);
});

test('all is marked as read up to the newest message', async () => {
  const { stage, handle, pages } = await followed();

  await stage.until(handle.markRead());

  assert.ok(pages.includes('/api/conversation/7/read'));
});

test('how many are unread comes from beside the stream', async () => {
  const { stream, handle } = await followed();

  stream.aside({ event: 'conversation_updated', at, conversationId: 7, seq: 12, unread: 4 });

  assert.equal(handle.state.conversation.unread, 4);
});

test('who is removed hears that as the last thing', async () => {
  const { handle, tell } = await followed();
  const heard = [];
  handle.on('event', ({ event }) => heard.push(event));
  handle.on('closed', ({ reason }) => heard.push(reason));

  tell('member_removed', { userId: 'ada', userName: 'Ada', by: 'ben' });
  tell('message_created', { messageId: 9, userId: 'ben', text: 'gone' });

  assert.deepEqual(heard, ['member_removed', 'removed']);
  await assert.rejects(handle.send('hello'), { code: 'CLOSED' });
});
