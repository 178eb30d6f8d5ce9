import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problem } from './model-node.mjs';
import { connected, inside, sent } from './scenes.mjs';
import { Stage } from './stage.mjs';

/** Whatever the page's own getToken does at the moment. */
function login(first = () => 'ada') {
  const now = { does: first };
  return { now, options: { token: undefined, getToken: () => now.does() } };
}

test('a getToken that hangs holds nobody back for good', async () => {
  const stage = new Stage();
  let asked = 0;
  const getToken = () => (asked++ === 0 ? new Promise(() => {}) : 'ada');
  const gavel = stage.client({ token: undefined, getToken, timeout: 5_000 });
  const start = stage.now;

  const ends = await stage.until(Promise.allSettled([gavel.meetings.get(1), gavel.join(1)]));

  assert.ok(ends.every(({ status, reason }) => status === 'fulfilled' || ['NETWORK', 'TIMEOUT'].includes(reason.code)));
  assert.ok(stage.now - start <= 10_000, `${stage.now - start} ms`);
  await stage.until(gavel.ready);
  assert.equal(asked, 2);
});

test('a client that is closed waits for no getToken', async () => {
  const stage = new Stage();
  const gavel = stage.client({ token: undefined, getToken: () => new Promise(() => {}) });
  const open = [gavel.meetings.get(1), gavel.join(1), gavel.ready];
  await stage.pass(10);

  gavel.close();

  const ends = await stage.until(Promise.allSettled(open));
  assert.deepEqual(ends.map(({ reason }) => reason?.code), Array(3).fill('CLOSED'));
  assert.equal(stage.pending, 0);
});

test('what getToken throws reaches no caller as it is: nobody could be reached', async () => {
  const stage = new Stage();
  const thrown = new TypeError('login away');
  const { options } = login(() => Promise.reject(thrown));
  const gavel = stage.client({ ...options, timeout: 5_000 });

  await assert.rejects(stage.until(gavel.join(1)), { name: 'GavelError', code: 'NETWORK', cause: thrown });

  assert.ok(stage.errors.includes(thrown), 'it is told as error');
});

test('a getToken that fails while a meeting is followed does not close it', async () => {
  const stage = new Stage();
  const { now, options } = login();
  const { meeting } = await inside(stage, options);
  const closed = [];
  meeting.on('closed', ({ reason }) => closed.push(reason));
  let isRefused = true;
  stage.rest = ({ method }) => (method === 'GET' && isRefused ? problem(401, 'UNAUTHENTICATED') : undefined);
  now.does = () => Promise.reject(new Error('login away'));
  stage.node.drops = () => true;
  stage.node.add('mute_requested', { userId: null, by: 'ben' });
  stage.node.drops = () => false;
  stage.node.floor = 2;
  stage.node.add('mute_requested', { userId: null, by: 'ben' });
  await stage.pass(60_000);
  assert.deepEqual(closed, []);

  [now.does, isRefused] = [() => 'ada#2', false];
  await stage.pass(60_000);

  assert.equal(meeting.state.seq, stage.node.head);
});

test("another user's token is used for no call while this one's connection is open", async () => {
  const stage = new Stage();
  const { now, options } = login();
  const gavel = await connected(stage, options);
  stage.rest = ({ token, path }) =>
    token === 'ada' && path === '/api/meeting/1' ? problem(401, 'UNAUTHENTICATED') : undefined;
  now.does = () => 'mallory';

  await assert.rejects(stage.until(gavel.meetings.get(1)), { code: 'FORBIDDEN', status: 403 });

  assert.deepEqual([gavel.connection.state, gavel.connection.reason], ['closed', 'FORBIDDEN']);
  assert.deepEqual(stage.calls.filter(({ token }) => token === 'mallory'), []);
  assert.equal(stage.pending, 0);
});

test('a renewal with the token of another user ends the connection for good', async () => {
  const stage = new Stage();
  stage.node.tokenLife = 600_000;
  const { now, options } = login();
  const gavel = await connected(stage, options);
  now.does = () => 'mallory';

  await stage.pass(560_000);

  assert.equal(gavel.connection.reason, 'FORBIDDEN');
  assert.equal(sent(stage, 'authenticate').length, 1);
});
