import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, followed, message } from './conversing.mjs';

test('an edit that comes while older messages are read is not lost', async () => {
  let answer;
  const { stage, handle, tell } = await followed({ older: () => new Promise((resolve) => (answer = resolve)) });

  const loading = handle.loadOlder();
  await stage.pass(1);
  tell('message_edited', { messageId: 4, userId: 'ben', text: 'new', editedAt: at });
  answer([message(4, { text: 'old' })]);

  assert.equal(await stage.until(loading), false);
  assert.deepEqual(handle.state.messages.map(({ text }) => text), ['new', 'text 5', 'text 6']);
});

test('older messages that could not be read leave nothing behind, and can be asked for again', async () => {
  let isAway = true;
  const older = async () => {
    if (isAway) {
      throw new Error('away');
    }
    return [message(4)];
  };
  const { stage, handle, tell } = await followed({ older });
  await assert.rejects(stage.until(handle.loadOlder()), { message: 'away' });
  isAway = false;

  for (let messageId = 7; messageId < 1_100; messageId++) {
    tell('message_created', { messageId, userId: 'ben', text: `text ${messageId}` });
  }

  assert.equal(handle.state.messages.length, 1_000);
});

test('of those that come one by one the newest thousand are kept, and the others can be read', async () => {
  const { stage, handle, tell } = await followed({ older: async () => [message(3), message(4)] });
  const say = (messageId) => tell('message_created', { messageId, userId: 'ben', text: `text ${messageId}` });
  await stage.until(handle.loadOlder());
  assert.equal(handle.state.hasMore, false);

  for (let messageId = 7; messageId <= 1_020; messageId++) {
    say(messageId);
  }

  const { messages, hasMore } = handle.state;
  assert.deepEqual([messages.length, messages[0].id, messages.at(-1).id, hasMore], [1_002, 19, 1_020, true]);
});

test('a message that comes while older ones are read takes none of those away', async () => {
  let answer;
  const { stage, handle, tell } = await followed({ older: () => new Promise((resolve) => (answer = resolve)) });
  for (let messageId = 7; messageId <= 1_004; messageId++) {
    tell('message_created', { messageId, userId: 'ben', text: `text ${messageId}` });
  }

  const loading = handle.loadOlder();
  await stage.pass(1);
  tell('message_created', { messageId: 1_005, userId: 'ben', text: 'one more' });
  answer([message(4)]);
  await stage.until(loading);

  assert.deepEqual([handle.state.messages.length, handle.state.messages[0].id], [1_002, 4]);
});

test('older messages asked for twice at once are read once', async () => {
  const { stage, handle, pages } = await followed({ older: async () => [message(4)] });

  await stage.until(Promise.all([handle.loadOlder(), handle.loadOlder()]));

  assert.equal(pages.filter((path) => path.includes('before=5')).length, 1);
  assert.equal(handle.state.messages.length, 3);
});
