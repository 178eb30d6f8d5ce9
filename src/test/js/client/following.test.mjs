import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Following } from '../../../main/web/following.js';

/** So many topics, and over which connection each was entered; they wait there until they are told to go on. */
async function following(count) {
  const all = new Following();
  const entered = [];
  const waiting = [];
  for (let id = 1; id <= count; id++) {
    const topic = `conversation.${id}`;
    const stream = {
      topic,
      attach: (bus) => (entered.push(bus), new Promise((resolve) => waiting.push(resolve))),
      detach: () => {},
      close: () => all.forget(stream),
    };
    await all.open('conversation', id, () => ({ stream, handle: topic }), async () => {});
  }
  const go = () => {
    waiting.splice(0).forEach((resolve) => resolve());
    return new Promise(setImmediate);
  };
  return { all, entered, go };
}

test('who follows many topics does not come back with all of them at once', async () => {
  const { all, entered, go } = await following(120);

  all.attach('bus');
  const counts = [entered.length];
  for (let round = 0; round < 3; round++) {
    await go();
    counts.push(entered.length);
  }

  assert.deepEqual(counts, [50, 100, 120, 120]);
});

test('what was not entered before the connection was lost is entered over the next one alone', async () => {
  const { all, entered, go } = await following(60);
  all.attach('first');
  all.detach();
  all.attach('second');

  await go();
  await go();

  assert.deepEqual([entered.filter((bus) => bus === 'first').length, entered.filter((bus) => bus === 'second').length], [50, 60]);
});

test('what could not begin is not kept, and what began is one', async () => {
  const { all } = await following(0);
  const make = () => ({ stream: { topic: 'meeting.1', close: () => {} }, handle: {} });
  const refused = all.open('meeting', 1, make, () => Promise.reject(new Error('refused')));
  await assert.rejects(refused);

  const one = await all.open('meeting', 2, make, async () => {});
  const other = await all.open('meeting', 2, make, async () => {});

  assert.equal(one, other);
});
