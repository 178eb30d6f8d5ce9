import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from './model-node.mjs';
import { connected, sent } from './scenes.mjs';
import { Stage } from './stage.mjs';

const asked = (stage) => sent(stage, 'get_presence').map(({ body }) => [body.userIds.join(), body.watch]);

/** Refuses so many questions of this sort. */
function refuses(stage, refused, isMeant = () => true, times = Infinity) {
  stage.node.answers = ({ address, body }, answer) =>
    address === 'get_presence' && isMeant(body) && times-- > 0 ? refused : answer;
}

test('who could not be watched is not watched later either: those before are', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  await stage.until(gavel.presence.watch(['ben']));
  refuses(stage, refusal(400, 'INVALID_REQUEST'), ({ userIds }) => userIds.includes('cem'));

  await assert.rejects(stage.until(gavel.presence.watch(['cem'])), { code: 'INVALID_REQUEST' });
  stage.sockets[0].cut();
  await stage.pass(1_000);

  assert.deepEqual(asked(stage).at(-1), ['ben', true]);
  assert.equal(stage.errors, undefined);
});

test('a watch that a node cannot take up after the return is asked for again', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  await stage.until(gavel.presence.watch(['ben']));
  const told = [];
  gavel.on('user_offline', ({ userId }) => told.push(userId));
  let refusals = 2;
  stage.node.answers = ({ address }, answer) =>
    address !== 'get_presence' ? answer
      : refusals-- > 0 ? refusal(503, 'UNAVAILABLE') : { items: answer.items.map((one) => ({ ...one, online: false })) };
  stage.sockets[0].cut();

  await stage.pass(5_000);

  assert.deepEqual(asked(stage), Array(4).fill(['ben', true]));
  assert.deepEqual(told, ['ben']);
});

test('a newer choice is not undone by the older one', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  await stage.until(gavel.presence.watch(['ben']));
  refuses(stage, refusal(503, 'UNAVAILABLE'), ({ userIds }) => userIds.includes('ben'));
  stage.sockets[0].cut();
  await stage.pass(1_000);

  await stage.until(gavel.presence.watch(['cem']));
  await stage.pass(60_000);

  assert.deepEqual(asked(stage).at(-1), ['cem', true]);
});

test('a failure that leaves nobody watched is mended: those before are watched again', async () => {
  const stage = new Stage();
  const gavel = await connected(stage, { timeout: 5_000 });
  await stage.until(gavel.presence.watch(['ben']));
  refuses(stage, refusal(503, 'UNAVAILABLE'), ({ userIds }) => userIds.includes('cem'));

  await assert.rejects(stage.until(gavel.presence.watch(['cem'])), { code: 'TIMEOUT' });
  await stage.pass(100);

  assert.deepEqual(asked(stage).at(-1), ['ben', true]);
});

test('to watch nobody is told to the node, and not asked for again', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  await stage.until(gavel.presence.watch(['ben']));

  await stage.until(gavel.presence.watch([]));
  stage.sockets[0].cut();
  await stage.pass(1_000);

  assert.deepEqual(asked(stage), [['ben', true], ['', false]]);
});
