import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from './model-node.mjs';
import { connected } from './scenes.mjs';
import { Stage } from './stage.mjs';

/** The node takes up what this user is told as late as it can, and refuses to so many times. */
function slow(stage, refusals = 0) {
  const { node } = stage;
  let times = refusals;
  node.refusesToRegister = (address) => (address === 'user.ada' && times-- > 0 ? refusal(503, 'UNAVAILABLE') : null);
  stage.latency = () => 200;
}

for (const refusals of [0, 2]) {
  test(`whoever is ready hears what is told to this user, after ${refusals} refusals of the node`, async () => {
    const stage = new Stage();
    slow(stage, refusals);
    const gavel = stage.client();
    const told = [];
    gavel.on('notification', ({ notificationId }) => told.push(notificationId));
    let count = 0;
    const notify = () => stage.node.publish('user.ada', { event: 'notification', notificationId: ++count });

    await stage.until(gavel.ready.then(notify));
    gavel.on('reconnected', notify);
    await stage.pass(1_000);
    slow(stage, refusals);
    stage.sockets[0].cut();
    await stage.pass(10_000);

    assert.deepEqual(told, [1, 2]);
  });
}

test('an id may come as text, as out of an address', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);

  const meeting = await stage.until(gavel.join('1'));

  assert.deepEqual([meeting.id, meeting.isInside], [1, true]);
  assert.equal(await stage.until(gavel.watch(1)), meeting);
});

for (const id of ['', 'x', '1.5', 0, -1, NaN, null, undefined, '../2', Infinity]) {
  test(`${JSON.stringify(id) ?? id} is no id, and nothing is asked`, async () => {
    const stage = new Stage();
    const gavel = await connected(stage);
    const before = stage.calls.length;

    for (const begin of ['join', 'watch', 'conversation']) {
      await assert.rejects(stage.until(gavel[begin](id)), { code: 'INVALID_REQUEST', status: 400 });
    }

    assert.equal(stage.calls.length, before);
  });
}
