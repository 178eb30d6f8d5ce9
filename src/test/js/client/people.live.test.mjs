import assert from 'node:assert/strict';
import { test } from 'node:test';
import { client, idOf, told, until, way } from './live.mjs';

/** Ada and Ben in a conversation. */
async function talking(options = {}) {
  const ada = await client('ada', options.ada);
  const ben = await client('ben', options.ben);
  const { id } = await ada.conversations.create({ title: 'Two', participantUserIds: [idOf('ben')] });
  return { ada, ben, id, talks: [await ada.conversation(id), await ben.conversation(id)] };
}

const texts = ({ messages }) => messages.map(({ text }) => text);

test('what is said, edited, deleted and reacted to stands the same for both', async () => {
  const { ben: gavel, id, talks: [ada, ben] } = await talking();

  const { messageId } = await ada.send('<b>one</b>');
  const { messageId: second } = await ben.send('two', { replyToId: messageId });
  await ada.edit(messageId, 'first');
  await ben.react(messageId, '👍');
  await ben.delete(second);
  await until(ada, ({ messages }) => messages[1]?.deletedAt);

  const { items } = await gavel.request('GET', `/api/conversation/${id}/messages`);
  assert.deepEqual(texts(ada.state), ['first', null]);
  assert.deepEqual(ada.state.messages[0].reactions, [{ reaction: '👍', userIds: [idOf('ben')] }]);
  assert.deepEqual(ada.state.messages, items);
  await until(ben, ({ seq }) => seq === ada.state.seq);
  assert.deepEqual(ben.state.messages, items);
});

test('over cuts everything is said once, in order, and heard once', async () => {
  const cut = await way();
  const { talks: [ada, ben] } = await talking({ ada: { at: cut.url } });
  const said = Array.from({ length: 20 }, (_, count) => `number ${count}`);

  const sending = said.map((text) => ada.send(text));
  for (const one of sending.filter((_, count) => count % 5 === 0)) {
    await one;
    cut.cut();
  }
  await Promise.all(sending);
  await Promise.all([ada, ben].map((talk) => until(talk, ({ messages }) => messages.length >= said.length)));

  assert.deepEqual(texts(ben.state), said);
  assert.deepEqual(texts(ada.state), said);
});

test('older messages are read page by page', async () => {
  const { ben: gavel, id, talks: [ada, before] } = await talking();
  before.close();
  for (let count = 1; count <= 55; count++) {
    await ada.send(String(count));
  }

  const talk = await gavel.conversation(id);
  assert.deepEqual([talk.state.messages.length, talk.state.hasMore], [50, true]);

  assert.equal(await talk.loadOlder(), false);
  assert.deepEqual(texts(talk.state), Array.from({ length: 55 }, (_, count) => String(count + 1)));
});

test('who types is seen typing, and what is read is seen read', async () => {
  const { talks: [ada, ben] } = await talking();

  ben.typing();
  await until(ada, ({ typing }) => typing.includes(idOf('ben')));
  const { messageId } = await ben.send('done');
  await until(ada, ({ typing, messages }) => typing.length === 0 && messages.length === 1);
  await ada.markRead();

  await until(ben, ({ members }) => members.some((one) => one.userId === idOf('ada') && one.readMessageId === messageId));
});

test('how many are unread is kept with the conversation', async () => {
  const { talks: [ada, ben] } = await talking();

  await ada.send('one');
  await until(ben, ({ conversation }) => conversation.unread === 1);
  await ben.markRead();

  await until(ben, ({ conversation }) => conversation.unread === 0);
});

test('who comes online is told to whoever watches', async () => {
  const { ada } = await talking();
  await ada.meetings.create({ title: 'With Cem', participantUserIds: [idOf('cem')] });
  const [cem] = await ada.presence.watch([idOf('cem')]);
  const online = told(ada, 'user_online');

  await client('cem');

  assert.equal(cem.online, false);
  assert.equal((await online).userId, idOf('cem'));
});

test('an invitation comes by name, and is read on all devices', async () => {
  const ada = await client('ada');
  const [ben, phone] = [await client('ben'), await client('ben')];
  const invited = told(ben, 'meeting_invitation');
  await ada.meetings.create({ title: 'Come', participantUserIds: [idOf('ben')] });
  const { notificationId, title } = await invited;
  const read = told(phone, 'notification_read');

  await ben.notifications.read(notificationId);

  assert.equal(title, 'Come');
  assert.equal((await read).notificationId, notificationId);
});
