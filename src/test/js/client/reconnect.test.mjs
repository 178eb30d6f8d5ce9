import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problem, refusal } from './model-node.mjs';
import { Stage } from './stage.mjs';

/** Ada, connected. */
async function connected(stage, options, url) {
  const gavel = stage.client(options, url);
  await stage.until(gavel.ready);
  return gavel;
}

async function inside(stage, options) {
  const gavel = await connected(stage, options);
  return { gavel, meeting: await stage.until(gavel.join(1)) };
}

/** Tokens ada#1, ada#2, …: which one was given when. */
function tokens(stage) {
  const given = [];
  const getToken = () => {
    given.push(stage.now);
    return `ada#${given.length}`;
  };
  return { given, getToken };
}

const tickets = (stage) => stage.calls.filter(({ path }) => path === '/api/ticket');
const sent = (stage, address) =>
  stage.sockets.flatMap((socket) => socket.sent).filter((frame) => frame.address === address);

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
    await stage.pass(100);

    assert.equal(stage.sockets.length, 2);
  });
}

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

test('after 4001 it comes back with another token', async () => {
  const stage = new Stage();
  const { getToken } = tokens(stage);
  await connected(stage, { token: undefined, getToken });

  stage.sockets[0].cut(4001, 'token_expired');
  await stage.pass(1_000);

  assert.deepEqual(tickets(stage).map(({ token }) => token), ['ada#1', 'ada#2']);
});

test('after 4001 without another token it is closed for good', async () => {
  const stage = new Stage();
  const gavel = await connected(stage, { token: 'ada' });

  stage.sockets[0].cut(4001, 'token_expired');
  await stage.pass(60_000);

  assert.deepEqual([gavel.connection.state, gavel.connection.reason], ['closed', 'UNAUTHENTICATED']);
  assert.equal(stage.sockets.length, 1);
});

test('a token that fails to come is asked for again; one that is refused is asked for once more, and no further', async () => {
  const stage = new Stage();
  let asked = 0;
  const gavel = stage.client({
    token: undefined,
    getToken: async () => {
      if (asked++ === 0) {
        throw new Error('offline');
      }
      return 'bad';
    },
  });
  stage.rest = ({ token }) => (token === 'bad' ? problem(401, 'UNAUTHENTICATED') : undefined);

  await assert.rejects(stage.until(gavel.ready), { code: 'UNAUTHENTICATED', status: 401 });

  assert.equal(asked, 3);
  assert.deepEqual(stage.errors.map(({ message }) => message), ['offline']);
});

test('a REST call that is refused for its token is repeated with another one', async () => {
  const stage = new Stage();
  const { given, getToken } = tokens(stage);
  const gavel = await connected(stage, { token: undefined, getToken });
  stage.rest = ({ token }) => (token === 'ada#1' ? problem(401, 'UNAUTHENTICATED') : undefined);

  const [one, other] = await stage.until(Promise.all([gavel.meetings.get(1), gavel.meetings.get(1)]));

  assert.deepEqual([one.id, other.id, given.length], [1, 1, 2]);
});

test('a token is renewed before it expires, on the same connection', async () => {
  const stage = new Stage();
  stage.node.tokenLife = 600_000;
  const { given, getToken } = tokens(stage);
  await connected(stage, { token: undefined, getToken });
  const start = given[0];

  await stage.pass(1_700_000);

  assert.equal(stage.sockets.length, 1);
  assert.deepEqual(sent(stage, 'authenticate').map(({ body }) => body.token), ['ada#2', 'ada#3', 'ada#4']);
  assert.deepEqual(given.slice(1).map((at) => Math.round((at - start) / 60_000)), [9, 18, 27]);
});

test('a wrong clock of this machine does not matter for that', async () => {
  const stage = new Stage();
  stage.node.tokenLife = 600_000;
  // The node is a day ahead.
  const ahead = 86_400_000;
  const shifted = (time) => new Date(Date.parse(time) + ahead).toISOString();
  stage.rest = (call) => {
    const answer = stage.node.rest(call);
    return { ...answer, body: { ...answer.body, expiresAt: shifted(answer.body.expiresAt) } };
  };
  stage.node.answers = ({ address }, answer) =>
    address === 'get_connection' ? { ...answer, expiresAt: shifted(answer.expiresAt) } : answer;
  const { given, getToken } = tokens(stage);
  await connected(stage, { token: undefined, getToken });

  await stage.pass(535_000);
  assert.equal(given.length, 1);
  await stage.pass(10_000);

  assert.equal(given.length, 2);
});

test('a token that is not renewed in time is asked for less and less often', async () => {
  const stage = new Stage();
  stage.node.tokenLife = 60_000;
  stage.node.answers = ({ address }, answer) => (address === 'authenticate' ? refusal(401, 'UNAUTHENTICATED') : answer);
  const { given, getToken } = tokens(stage);
  await connected(stage, { token: undefined, getToken });

  await stage.pass(600_000);

  assert.ok(given.length < 15, `${given.length} times`);
});

test('a token of another user ends the connection: what one user wanted is not done as another', async () => {
  const stage = new Stage();
  const names = ['ada', 'ben'];
  const gavel = await connected(stage, { token: undefined, getToken: () => names.shift() });

  stage.sockets[0].cut(4001, 'token_expired');
  await stage.pass(1_000);

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

test('a command whose answer is lost is repeated under its id after the meeting is joined again, and counts once', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  let cuts = 2;
  stage.node.answers = ({ address }, answer, socket) => {
    if (address === 'meeting_audio_status' && cuts-- > 0) {
      socket.cut();
      return null;
    }
    return answer;
  };

  const answer = await stage.until(meeting.emit('meeting_audio_status', { isMuted: false }));

  assert.deepEqual(answer, { ok: true, seq: 2 });
  assert.equal(stage.node.head, 2);
  const ids = sent(stage, 'meeting_audio_status').map(({ body }) => body.clientEventId);
  assert.deepEqual([ids.length, new Set(ids).size], [3, 1]);
  const last = stage.sockets.at(-1).sent.map(({ address }) => address);
  assert.ok(last.indexOf('join_meeting_room') < last.indexOf('meeting_audio_status'));
});

test('commands take effect in the order of their calls, though the first is refused for now', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  let refusals = 2;
  stage.node.answers = ({ address }, answer) =>
    address === 'meeting_audio_status' && refusals-- > 0 ? refusal(503, 'UNAVAILABLE') : answer;

  const all = [true, false, true].map((isMuted) => meeting.emit('meeting_audio_status', { isMuted }));
  const answers = await stage.until(Promise.all(all));

  assert.deepEqual(answers.map(({ seq }) => seq), [2, 3, 4]);
  assert.deepEqual(stage.node.log.slice(1).map(({ isMuted }) => isMuted), [true, false, true]);
  assert.equal(sent(stage, 'meeting_audio_status').length, 3 + 2);
});

test('a command that is given while there is no connection waits for one', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  stage.sockets[0].cut();

  const answer = await stage.until(meeting.emit('meeting_audio_status', { isMuted: false }));

  assert.equal(answer.seq, 2);
});

test('a command is given up when its time is over, and the next one is not held back', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage, { timeout: 5_000 });
  stage.refuses = () => true;
  stage.sockets[0].cut();
  const start = stage.now;

  await assert.rejects(stage.until(meeting.emit('meeting_audio_status', { isMuted: false })), { code: 'TIMEOUT', status: 0 });
  assert.equal(stage.now - start, 5_000);
  stage.refuses = () => false;

  const answer = await stage.until(meeting.emit('meeting_audio_status', { isMuted: true }));
  assert.equal(answer.seq, 2);
});

test('what is refused is told with its code, and not repeated', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  stage.node.answers = ({ address }, answer) => (address.startsWith('meeting_') ? refusal(403, 'FORBIDDEN') : answer);

  await assert.rejects(stage.until(meeting.emit('meeting_mute_all')), { name: 'GavelError', code: 'FORBIDDEN', status: 403 });

  assert.equal(sent(stage, 'meeting_mute_all').length, 1);
});

test('an admission that is gone is asked for once more, without the password', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  const meeting = await stage.until(gavel.join(1, { password: 'secret!' }));
  stage.sockets[0].cut();
  stage.node.admitted.clear();

  await stage.pass(1_000);

  const joins = stage.calls.filter(({ path }) => path.endsWith('/join'));
  assert.deepEqual(joins.map(({ body }) => body), [{ password: 'secret!' }, undefined]);
  assert.equal(meeting.isInside, true);
});

for (const [code, word, prepare] of [
  [404, 'NOT_FOUND', (node) => node.members.delete('ada')],
  [409, 'MEETING_FULL', (node) => (node.answers = ({ address }, answer) => (address === 'join_meeting_room' ? refusal(409, 'MEETING_FULL') : answer))],
]) {
  test(`a return that is refused with ${code} ${word} closes the meeting, not the connection`, async () => {
    const stage = new Stage();
    const { gavel, meeting } = await inside(stage);
    const closed = [];
    meeting.on('closed', ({ reason }) => closed.push(reason));
    stage.sockets[0].cut();
    prepare(stage.node);

    await stage.pass(1_000);

    assert.deepEqual(closed, [word]);
    assert.equal(gavel.connection.state, 'open');
    await assert.rejects(meeting.emit('meeting_hand_raised'), { code: 'CLOSED' });
  });
}

test('an end that was missed is heard of, and the meeting is followed on without joining', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  const heard = [];
  meeting.on('event', ({ event }) => heard.push(event));
  stage.sockets[0].cut();
  stage.node.over = 'MEETING_ENDED';
  stage.node.add('meeting_ended', { endedAt: 'now', durationSeconds: 1, by: 'ben', reason: 'host' });
  await stage.pass(1_000);
  stage.node.add('recording_added', { recordingId: 1 });
  await stage.pass(100);
  const joins = sent(stage, 'join_meeting_room').length;

  stage.sockets.at(-1).cut();
  await stage.pass(1_000);

  assert.deepEqual(heard, ['meeting_ended', 'recording_added']);
  assert.deepEqual([meeting.isInside, meeting.state.ended.reason], [false, 'host']);
  assert.equal(sent(stage, 'join_meeting_room').length, joins);
});

test('who was away too long, and then missed the end, hears of both and follows on', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  const heard = [];
  meeting.on('event', ({ event }) => heard.push(event));
  meeting.on('closed', ({ reason }) => heard.push(reason));
  stage.sockets[0].cut();
  stage.node.forget();
  stage.node.over = 'MEETING_ENDED';
  stage.node.add('meeting_ended', { endedAt: 'now', durationSeconds: 1, by: 'system', reason: 'empty' });

  await stage.pass(1_000);

  assert.deepEqual(heard, ['user_left_meeting', 'meeting_ended']);
});

test('who was away too long comes in again', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  const heard = [];
  meeting.on('event', ({ event }) => heard.push(event));
  stage.sockets[0].cut();
  stage.node.forget();

  await stage.pass(1_000);

  assert.deepEqual(heard, ['user_left_meeting', 'user_joined_meeting']);
  assert.equal(meeting.isInside, true);
});

test('nothing of a meeting is asked for before this user was admitted', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  let admit;
  stage.rest = ({ path }) => (path.endsWith('/join') && admit === undefined ? (admit = problem(503, 'UNAVAILABLE', { 'Retry-After': '2' })) : undefined);
  const joining = gavel.join(1);
  await stage.pass(10);
  stage.sockets[0].cut();

  await stage.until(joining);

  assert.deepEqual(stage.calls.filter(({ method }) => method === 'GET'), []);
  assert.deepEqual(sent(stage, 'resume_meeting'), []);
});

test('leaving comes after the commands before it, and ends the session at once', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  const closed = [];
  meeting.on('closed', ({ reason }) => closed.push(reason));

  const command = meeting.emit('meeting_audio_status', { isMuted: false });
  await stage.until(meeting.leave());

  assert.equal((await command).seq, 2);
  assert.deepEqual(stage.node.log.map(({ event }) => event), ['user_joined_meeting', 'user_audio_status', 'user_left_meeting']);
  assert.deepEqual(closed, ['left']);
});

test('who leaves while the connection is lost does not come back to do it', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  stage.node.swallows = ({ address }) => address === 'leave_meeting_room';
  const left = meeting.leave();
  await stage.pass(10);
  stage.sockets[0].cut();

  await stage.until(left);
  await stage.pass(1_000);

  assert.equal(sent(stage, 'join_meeting_room').length, 1);
  assert.equal(sent(stage, 'leave_meeting_room').length, 1);
});

test('a meeting that was left can be joined again: it is another one', async () => {
  const stage = new Stage();
  const { gavel, meeting } = await inside(stage);
  await stage.until(meeting.leave());

  const again = await stage.until(gavel.join(1));

  assert.notEqual(again, meeting);
  assert.equal(again.isInside, true);
  stage.node.add('mute_requested', { userId: null, by: 'ben' });
  await stage.pass(100);
  assert.equal(again.state.seq, stage.node.head);
});

test('joined twice at once, it is one meeting and one admission', async () => {
  const stage = new Stage();
  const gavel = stage.client();

  const [one, other] = await stage.until(Promise.all([gavel.join(1), gavel.join(1)]));

  assert.equal(one, other);
  assert.equal(stage.calls.filter(({ path }) => path.endsWith('/join')).length, 1);
});

test('what changed for watched people while nobody told it is told after the return', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  await stage.until(gavel.presence.watch(['ben', 'cem']));
  const told = [];
  gavel.on('user_online', ({ userId }) => told.push(`${userId} online`));
  gavel.on('user_offline', ({ userId }) => told.push(`${userId} offline`));
  stage.node.answers = ({ address }, answer) =>
    address === 'get_presence' ? { items: answer.items.map((one) => ({ ...one, online: one.userId !== 'ben' })) } : answer;
  stage.sockets[0].cut();
  await stage.pass(1_000);

  stage.node.publish('user.ada', { event: 'user_online', at: 'now', userId: 'cem' });
  stage.node.publish('user.ada', { event: 'user_online', at: 'now', userId: 'ben' });
  await stage.pass(100);

  assert.deepEqual(told, ['ben offline', 'ben online']);
  assert.deepEqual(sent(stage, 'get_presence').map(({ body }) => body.watch), [true, true]);
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

test('a REST call is repeated while that is harmless, and a creation under one key', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  const failures = [{ status: 0 }, problem(503, 'UNAVAILABLE', { 'Retry-After': '1' })];
  const made = [];
  stage.rest = ({ path, headers }) => {
    if (path === '/api/meeting/create') {
      made.push(headers['Idempotency-Key']);
      return failures.shift() ?? { status: 201, body: { id: 1 } };
    }
    return undefined;
  };

  await stage.until(gavel.meetings.create({ title: 'One' }));

  assert.equal(made.length, 3);
  assert.equal(new Set(made).size, 1);
  assert.ok(made[0]);
});

for (const [what, method, path, headers] of [
  ['a message', 'POST', '/api/conversation/1/messages', {}],
  ['an edit of one version', 'PUT', '/api/meeting/1', { 'If-Match': '"1"' }],
]) {
  test(`${what} is not repeated: it may have taken effect`, async () => {
    const stage = new Stage();
    const gavel = await connected(stage);
    let tries = 0;
    stage.rest = ({ path }) => (path === '/api/ticket' ? undefined : (tries++, { status: 0 }));

    await assert.rejects(stage.until(gavel.request(method, path, {}, headers)), { code: 'NETWORK' });

    assert.equal(tries, 1);
  });
}

test('a deletion whose answer was lost has happened when the next one finds nothing', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  const answers = [{ status: 0 }, problem(404, 'NOT_FOUND')];
  stage.rest = ({ method }) => (method === 'DELETE' ? answers.shift() : undefined);

  assert.equal(await stage.until(gavel.meetings.remove(1, 'ben')), null);
});

test('too many guesses at a password are told at once', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  stage.rest = ({ path }) =>
    path.endsWith('/join') ? problem(429, 'TOO_MANY_REQUESTS', { 'Retry-After': '5' }) : undefined;
  const start = stage.now;

  const refused = gavel.join(1, { password: 'wrong!' });

  await assert.rejects(stage.until(refused), { code: 'TOO_MANY_REQUESTS', status: 429, retryAfter: 5 });
  assert.ok(stage.now - start < 100);
});

test('a problem of REST comes with its fields', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  const opensAt = '2027-03-22T09:00:00.000Z';
  stage.rest = ({ path }) =>
    path.endsWith('/join') ? { status: 403, body: { code: 'TOO_EARLY', status: 403, opensAt } } : undefined;

  await assert.rejects(stage.until(gavel.join(1)), { code: 'TOO_EARLY', status: 403, opensAt });
});

test('a meeting whose node never answers is given up when its time is over', async () => {
  const stage = new Stage();
  stage.refuses = () => true;
  const gavel = stage.client({ timeout: 5_000 });

  await assert.rejects(stage.until(gavel.join(1)), { code: 'TIMEOUT' });
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
