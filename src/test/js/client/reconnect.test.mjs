import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problem } from './model-node.mjs';
import { connected, inside, tickets, tokens } from './scenes.mjs';
import { Stage } from './stage.mjs';

test('each connection is opened with a ticket of its own, and no token stands in an address', async () => {
  const stage = new Stage();
  const gavel = await connected(stage, { token: 'ada' });
  stage.sockets[0].cut();
  await stage.pass(1_000);

  assert.equal(tickets(stage).length, 2);
  assert.deepEqual(stage.sockets.map(({ url }) => url), Array(2).fill('ws://node/eventbus/websocket?ticket=ada'));
  assert.deepEqual(stage.calls.map(({ headers }) => headers.Authorization), Array(2).fill('Bearer ada'));
  assert.deepEqual(gavel.connection, { state: 'open', node: 'node', userId: 'ada', reconnects: 1 });
});

test('a node below a path is found there', async () => {
  const stage = new Stage();
  stage.rest = (call) => stage.node.rest({ ...call, path: call.path.replace('/gavel/', '/') });
  await connected(stage, {}, 'https://example.test/gavel/');

  assert.equal(stage.calls[0].path, '/gavel/api/ticket');
  assert.match(stage.sockets[0].url, /^wss:\/\/example\.test\/gavel\/eventbus\/websocket\?ticket=/);
});

test('of several nodes the next one is tried after each connection', async () => {
  const stage = new Stage();
  await connected(stage, {}, ['http://one', 'http://two']);
  stage.sockets[0].cut();
  await stage.pass(1_000);
  stage.sockets[1].cut();
  await stage.pass(1_000);

  assert.deepEqual(tickets(stage).map(({ origin }) => origin), ['http://one', 'http://two', 'http://one']);
});

test('the first try comes within a tenth of a second, each later one within twice the time, up to ten seconds', async () => {
  const stage = new Stage();
  await connected(stage);
  stage.chance = () => 0.999999;
  stage.refuses = () => true;
  const cut = stage.now;
  stage.sockets[0].cut();

  await stage.pass(60_000);

  const times = tickets(stage).slice(1).map(({ at }) => at);
  const waits = times.map((at, place) => Math.round((at - (times[place - 1] ?? cut)) / 100));
  assert.deepEqual(waits.slice(0, 10), [1, 2, 4, 8, 16, 32, 64, 100, 100, 100]);
});

test('chance may make any wait short', async () => {
  const stage = new Stage();
  await connected(stage);
  stage.chance = () => 0;
  stage.sockets[0].cut();

  await stage.pass(10);

  assert.equal(stage.sockets.length, 2);
});

test('a connection that did not live begins no new count, one that did does', async () => {
  const stage = new Stage();
  await connected(stage);
  stage.chance = () => 0.999999;
  const waits = [];
  for (const life of [0, 0, 0, 6_000]) {
    await stage.pass(life);
    const cut = stage.now;
    stage.sockets.at(-1).cut();
    await stage.pass(1_000);
    waits.push(Math.round((tickets(stage).at(-1).at - cut) / 100));
  }

  assert.deepEqual(waits, [1, 2, 4, 1]);
});

test('the network that is back ends the wait', async () => {
  const stage = new Stage();
  await connected(stage);
  stage.refuses = () => true;
  stage.chance = () => 0.999999;
  stage.sockets[0].cut();
  await stage.pass(5_000);
  const tried = stage.sockets.length;
  stage.refuses = () => false;

  stage.online();
  await stage.pass(50);

  assert.equal(stage.sockets.length, tried + 1);
});

test('it pings every five seconds, and stays while it is answered', async () => {
  const stage = new Stage();
  await connected(stage);

  await stage.pass(60_000);

  assert.equal(stage.sockets.length, 1);
  assert.equal(stage.sockets[0].sent.filter(({ type }) => type === 'ping').length, 13);
});

test('fifteen seconds without any frame are the end of a connection', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  stage.node.swallows = ({ type }) => type === 'ping';
  const states = [];
  gavel.on('connection', ({ state }) => states.push(state));

  await stage.pass(14_000);
  assert.deepEqual(states, []);
  await stage.pass(3_000);

  assert.deepEqual(states, ['connecting', 'open']);
});

test('what else is heard keeps a connection alive', async () => {
  const stage = new Stage();
  await inside(stage);
  stage.node.swallows = ({ type }) => type === 'ping';
  for (let count = 0; count < 4; count++) {
    await stage.pass(10_000);
    stage.node.add('mute_requested', { userId: null, by: 'ben' });
  }

  assert.equal(stage.sockets.length, 1);
});

for (const [code, word] of [[4008, 'too_slow'], [4010, 'idle'], [4012, 'draining'], [1006, ''], [1011, 'oops']]) {
  test(`after ${code} it comes back`, async () => {
    const stage = new Stage();
    await connected(stage);

    stage.sockets[0].cut(code, word);
    await stage.pass(code === 4012 ? 1_000 : 100);

    assert.equal(stage.sockets.length, 2);
  });
}

test('a good connection that was closed for being idle comes back without any timer, which may be a minute late', async () => {
  const stage = new Stage();
  await connected(stage);
  await stage.pass(6_000);
  stage.chance = () => 1;

  stage.sockets[0].cut(4010, 'idle');
  // A fifth of the shortest pause that chance allows here.
  await stage.pass(20);

  assert.equal(stage.sockets.length, 2);
});

test('after 4009 it is calm for a second at least', async () => {
  const stage = new Stage();
  await connected(stage);
  stage.chance = () => 0;

  stage.sockets[0].cut(4009, 'too_fast');
  await stage.pass(990);
  assert.equal(stage.sockets.length, 1);
  await stage.pass(30);

  assert.equal(stage.sockets.length, 2);
});

test('after 4003 it never comes back, and says so to all who wait', async () => {
  const stage = new Stage();
  const { gavel, meeting } = await inside(stage);
  const closed = [];
  meeting.on('closed', ({ reason }) => closed.push(reason));
  stage.node.swallows = ({ address }) => address === 'meeting_hand_raised';
  const command = meeting.emit('meeting_hand_raised');
  await stage.pass(10);

  stage.sockets[0].cut(4003, 'forbidden');

  await assert.rejects(stage.until(command), { code: 'CLOSED' });
  await stage.pass(60_000);
  assert.deepEqual([gavel.connection.state, gavel.connection.reason], ['closed', 'FORBIDDEN']);
  assert.deepEqual(closed, ['FORBIDDEN']);
  assert.equal(stage.sockets.length, 1);
  assert.equal(stage.pending, 0);
});

test('the farewell of a node counts, whether or not the connection is closed after it', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);

  stage.sockets[0].tell({ type: 'err', body: 'closing', failureCode: 4003, message: 'forbidden' });
  await stage.pass(10);

  assert.equal(gavel.connection.reason, 'FORBIDDEN');
});

test('a node that is busy is given the time that it asks for', async () => {
  const stage = new Stage();
  let refusals = 1;
  stage.rest = () => (refusals-- > 0 ? problem(429, 'TOO_MANY_REQUESTS', { 'Retry-After': '7' }) : undefined);
  const start = stage.now;

  await connected(stage);

  assert.ok(tickets(stage)[1].at - start >= 7_000);
});

test('a return is told, so that what is no stream can be read anew', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  const told = [];
  gavel.on('reconnected', ({ reconnects }) => told.push(reconnects));
  stage.sockets[0].cut();
  await stage.pass(1_000);

  assert.deepEqual(told, [1]);
});

test('closing fails all that is open, and leaves nothing behind', async () => {
  const stage = new Stage();
  const { getToken } = tokens(stage);
  const { gavel, meeting } = await inside(stage, { token: undefined, getToken });
  stage.node.swallows = ({ type }) => type === 'send';
  stage.latency = () => 1_000;
  const open = [
    meeting.emit('meeting_hand_raised'),
    gavel.meetings.get(1),
    gavel.watch(2),
    gavel.presence.get(['ben']),
  ];
  const closed = [];
  meeting.on('closed', ({ reason }) => closed.push(reason));

  gavel.close();

  const ends = await stage.until(Promise.allSettled(open));
  assert.deepEqual(ends.map(({ reason }) => reason?.code), Array(4).fill('CLOSED'));
  assert.deepEqual(closed, ['closed']);
  assert.deepEqual([gavel.connection.state, gavel.connection.reason], ['closed', 'CLOSED']);
  assert.equal(stage.pending, 0);
  await assert.rejects(stage.until(gavel.join(1)), { code: 'CLOSED' });
});

for (const after of [0, 1, 2, 3, 4, 5, 50]) {
  test(`closed ${after} ms after it began, it leaves nothing behind`, async () => {
    const stage = new Stage();
    const gavel = stage.client();
    await stage.pass(after);

    gavel.close();
    await stage.pass(0);

    assert.equal(stage.pending, 0);
    await stage.pass(60_000);
    assert.ok(stage.sockets.every(({ isOpen }) => !isOpen));
  });
}

test('who is sent away by a draining node comes to the others within a second, not all at once', async () => {
  const stage = new Stage();
  await connected(stage);
  await stage.pass(6_000);
  stage.chance = () => 0.999;

  stage.sockets[0].cut(4012, 'draining');
  await stage.pass(990);
  assert.equal(stage.sockets.length, 1);
  await stage.pass(20);

  assert.equal(stage.sockets.length, 2);
});

test('a node that goes on refusing is told of once, and again after it had let in', async () => {
  const stage = new Stage();
  stage.refuses = () => true;
  const gavel = stage.client();
  const told = () => (stage.errors ?? []).map(({ code }) => code);

  await stage.pass(5_000);
  assert.deepEqual(told(), []);
  await stage.pass(120_000);
  assert.deepEqual(told(), ['NETWORK']);
  stage.refuses = () => false;
  await stage.until(gavel.ready);
  stage.refuses = () => true;
  stage.sockets.at(-1).cut();
  await stage.pass(120_000);

  assert.deepEqual(told(), ['NETWORK', 'NETWORK']);
});
