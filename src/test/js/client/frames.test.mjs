import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from './model-node.mjs';
import { connected, happen, inside, sent, seqs } from './scenes.mjs';
import { Stage } from './stage.mjs';

test('what no frame holds is refused at once, and the connection stays', async () => {
  const stage = new Stage();
  const { gavel, meeting } = await inside(stage);
  const bytes = (body) => Buffer.byteLength(JSON.stringify(body));

  for (const text of ['x'.repeat(20_000), 'ж'.repeat(9_000)]) {
    assert.ok(bytes(text) > 16_384);
    await assert.rejects(stage.until(gavel.presence.get([text])), { code: 'INVALID_REQUEST', status: 400 });
  }
  assert.equal(sent(stage, 'get_presence').length, 0);
  await stage.until(gavel.presence.get(['ж'.repeat(8_000)]));
  assert.ok((await stage.until(meeting.emit('meeting_audio_status', { isMuted: false }))).seq);
  assert.equal(stage.sockets.length, 1);
});

test('one registration too many is told to who asked for it', async () => {
  const stage = new Stage();
  stage.node.refusesToRegister = (address) => (address === 'meeting.1' ? { code: 403, message: 'access_denied' } : null);
  const gavel = await connected(stage);

  await assert.rejects(stage.until(gavel.watch(1)), { code: 'FORBIDDEN', status: 403 });
});

test('a registration that the node could not judge is made again before a watch counts as begun', async () => {
  const stage = new Stage();
  let refusals = 2;
  stage.node.refusesToRegister = (address) =>
    address === 'meeting.1' && refusals-- > 0 ? refusal(503, 'UNAVAILABLE') : null;
  const gavel = await connected(stage);

  const meeting = await stage.until(gavel.watch(1));
  const heard = [];
  meeting.on('event', (event) => heard.push(event));
  await happen(stage, 2);

  assert.deepEqual(seqs(heard), [1, 2]);
});

test('a registration that is refused while a hole is filled up is made again', async () => {
  const stage = new Stage();
  const { heard } = await inside(stage);
  let lost = 1;
  stage.node.drops = () => lost-- > 0;
  stage.node.answers = (frame, answer, socket) => {
    if (frame.address === 'resume_meeting' && stage.node.head === 3) {
      stage.node.forgetRegistration(socket, 'meeting.1');
      stage.node.add('mute_requested', { userId: null, by: 'ben' });
    }
    return answer;
  };

  await happen(stage, 2);
  await stage.pass(5_000);
  await happen(stage, 1);

  assert.deepEqual(seqs(heard), [2, 3, 4, 5]);
});

test('a node that accepts a connection and ends it in one breath is left for the next try', async () => {
  const stage = new Stage();
  const { node } = stage;
  const connect = node.connect.bind(node);
  let endings = 2;
  node.connect = (socket) => {
    connect(socket);
    if (endings-- > 0) {
      socket.cut(4012, 'draining');
    }
  };

  await connected(stage);

  assert.equal(stage.sockets.length, 3);
});

test('pings do not chain their timers, which a browser would let wait for a minute in a hidden page', async () => {
  const stage = new Stage();
  stage.isHidden = true;
  await connected(stage);

  await stage.pass(600_000);

  assert.equal(stage.sockets.length, 1);
  assert.ok(stage.sockets[0].sent.filter(({ type }) => type === 'ping').length > 100);
});

for (const name of ['nonsense', 'toString', 'join_meeting_room']) {
  test(`${name} is no command, and is not sent`, async () => {
    const stage = new Stage();
    const { meeting } = await inside(stage);
    const before = stage.sockets[0].sent.length;

    await assert.rejects(stage.until(meeting.emit(name)), { code: 'INVALID_REQUEST', status: 400 });

    assert.equal(stage.sockets[0].sent.length, before);
  });
}

test('a node that ends each connection at once is tried less and less often, and told of', async () => {
  const stage = new Stage();
  stage.node.connect = (socket) => socket.cut(4012, 'draining');
  stage.client();

  await stage.pass(120_000);

  assert.ok(stage.sockets.length < 40, `${stage.sockets.length} connections`);
  assert.deepEqual(stage.errors.map(({ code }) => code), ['NETWORK']);
});
