import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problem, refusal } from './model-node.mjs';
import { connected, inside, sent } from './scenes.mjs';
import { Stage } from './stage.mjs';

/** Nobody fits in any more. */
function full(node) {
  node.answers = ({ address }, answer) => (address === 'join_meeting_room' ? refusal(409, 'MEETING_FULL') : answer);
}

test('who left everywhere on another device while this one was away does not go in again by itself', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  const closed = [];
  meeting.on('closed', ({ reason }) => closed.push(reason));
  stage.sockets[0].cut();
  stage.node.forget();
  stage.node.admitted.clear();

  await stage.pass(1_000);

  assert.deepEqual(closed, ['left']);
  assert.equal(stage.calls.filter(({ path }) => path.endsWith('/join')).length, 1);
});

for (const [code, word, prepare] of [
  [404, 'NOT_FOUND', (node) => node.members.delete('ada')],
  [409, 'MEETING_FULL', full],
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
  const busy = [problem(503, 'UNAVAILABLE', { 'Retry-After': '2' })];
  stage.rest = ({ path }) => (path.endsWith('/join') ? busy.shift() : undefined);
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

test('a meeting whose node never answers is given up when its time is over', async () => {
  const stage = new Stage();
  stage.refuses = () => true;
  const gavel = stage.client({ timeout: 5_000 });

  await assert.rejects(stage.until(gavel.join(1)), { code: 'TIMEOUT' });
});
