import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connected, inside, sent } from './scenes.mjs';
import { Stage } from './stage.mjs';

const people = (stage) => stage.node.inside().map(({ userId }) => userId);

test('who joins while leaving is still under way has another meeting, and is inside', async () => {
  const stage = new Stage();
  const { gavel, meeting } = await inside(stage);

  const left = meeting.leave();
  const again = await stage.until(gavel.join(1));
  await stage.until(left);

  assert.notEqual(again, meeting);
  assert.deepEqual([meeting.isInside, again.isInside], [false, true]);
  assert.ok((await stage.until(again.emit('meeting_audio_status', { isMuted: false }))).seq);
  stage.sockets[0].cut();
  await stage.pass(1_000);
  assert.deepEqual([again.isInside, people(stage)], [true, ['ada']]);
});

test('of two who join at once one may leave first: the other is inside', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);

  const one = gavel.join(1).then((meeting) => meeting.leave());
  const other = await stage.until(gavel.join(1));
  await stage.until(one);
  await stage.pass(100);

  assert.ok((await stage.until(other.emit('meeting_audio_status', { isMuted: false }))).seq);
  assert.deepEqual(people(stage), ['ada']);
});

test('leaving twice is leaving once, and no command comes after it', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);

  const all = [meeting.leave(), meeting.leave()];

  await assert.rejects(meeting.emit('meeting_hand_raised'), { code: 'CLOSED' });
  await stage.until(Promise.all(all));
  assert.equal(sent(stage, 'leave_meeting_room').length, 1);
});

test('who leaves while going in is not left behind there', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  const watching = await stage.until(gavel.watch(1));
  const joining = gavel.join(1);
  joining.catch(() => {});
  while (sent(stage, 'join_meeting_room').length === 0) {
    await stage.pass(1);
  }

  await stage.until(watching.leave());

  await assert.rejects(stage.until(joining), { code: 'CLOSED' });
  await stage.pass(100);
  assert.deepEqual(people(stage), []);
});

test('a meeting that is closed is left as well, as long as the client lives', async () => {
  const stage = new Stage();
  const { gavel, meeting } = await inside(stage);

  meeting.close();
  await stage.pass(100);

  assert.deepEqual(people(stage), []);
  const again = await stage.until(gavel.join(1));
  again.close();
  gavel.close();
  assert.equal(stage.pending, 0);
});

test('a client that is closed says no word of leaving: who reloads was never away', async () => {
  const stage = new Stage();
  const { gavel } = await inside(stage);

  gavel.close();

  assert.equal(sent(stage, 'leave_meeting_room').length, 0);
});

for (const first of ['nothing', 'a watch']) {
  test(`a join that was given up, after ${first}, leaves nobody inside`, async () => {
    const stage = new Stage();
    const gavel = await connected(stage, { timeout: 5_000 });
    const watching = first === 'a watch' && (await stage.until(gavel.watch(1)));
    stage.node.answers = ({ address }, answer) => (address === 'join_meeting_room' ? null : answer);

    await assert.rejects(stage.until(gavel.join(1)), { code: 'TIMEOUT' });
    await stage.pass(100);
    assert.deepEqual(people(stage), []);

    stage.node.answers = (_, answer) => answer;
    await stage.pass(60_000);
    assert.deepEqual(people(stage), []);
    const joined = await stage.until(gavel.join(1));
    assert.deepEqual([joined === watching, joined.isInside], [first === 'a watch', true]);
  });
}

test('who joins a meeting that has ended is told so, and follows it on where it was followed', async () => {
  const stage = new Stage();
  const { gavel, meeting, heard } = await inside(stage);
  stage.node.over = 'MEETING_ENDED';
  stage.node.add('meeting_ended', { endedAt: 'now', durationSeconds: 1, by: 'ben', reason: 'host' });
  await stage.pass(100);

  await assert.rejects(stage.until(gavel.join(1)), { code: 'MEETING_ENDED', status: 410 });

  stage.node.add('recording_added', { recordingId: 1 });
  await stage.pass(100);
  assert.deepEqual(heard.map(({ event }) => event), ['meeting_ended', 'recording_added']);
  assert.equal(await stage.until(gavel.watch(1)), meeting);
});

test('whose session another connection took over gets one of its own with the next command, which counts once', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  const { sessionId } = meeting;
  const told = [];
  meeting.on('state', () => told.push(meeting.sessionId));
  const other = await connected(stage);
  await stage.until(other.join(1));
  stage.node.giveSession(sessionId, stage.sockets[1]);

  const answers = await stage.until(
    Promise.all([false, true].map((isMuted) => meeting.emit('meeting_audio_status', { isMuted }))),
  );

  assert.deepEqual(answers.map(({ seq }) => seq), [2, 3]);
  assert.deepEqual([meeting.isInside, meeting.sessionId === sessionId], [true, false]);
  assert.notEqual(told[0], sessionId, 'the new session is told before its first event');
});

test('that another person is outside is told as it is', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  stage.node.answers = ({ address }, answer) =>
    address === 'meeting_mute_user' ? { code: 409, message: 'NOT_IN_MEETING' } : answer;

  await assert.rejects(stage.until(meeting.emit('meeting_mute_user', { userId: 'ben' })), { code: 'NOT_IN_MEETING' });

  assert.equal(sent(stage, 'join_meeting_room').length, 1);
});

test('who is outside even after going in again is told so', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  stage.node.answers = ({ address }, answer) =>
    address === 'meeting_hand_raised' ? { code: 409, message: 'NOT_IN_MEETING' } : answer;

  await assert.rejects(stage.until(meeting.emit('meeting_hand_raised')), { code: 'NOT_IN_MEETING' });

  assert.equal(sent(stage, 'join_meeting_room').length, 2);
});
