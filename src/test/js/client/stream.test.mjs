import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from './model-node.mjs';
import { happen, inside, sent, seqs } from './scenes.mjs';
import { Stage } from './stage.mjs';

test('a connection asks who it is, registers, and joins then: in this order', async () => {
  const stage = new Stage();

  await inside(stage);

  const frames = stage.sockets[0].sent.map(({ type, address }) => address ?? type);
  assert.deepEqual(frames, ['ping', 'get_connection', 'user.ada', 'get_connection', 'meeting.1', 'join_meeting_room']);
});

test('the first join asks for no events, and has the state from the snapshot', async () => {
  const stage = new Stage();
  stage.node.add('meeting_started', { startedAt: 'now' });

  const { meeting, heard } = await inside(stage);

  assert.deepEqual(sent(stage, 'join_meeting_room')[0].body, { meetingId: 1 });
  assert.equal(meeting.state.seq, 2);
  assert.deepEqual(heard, []);
});

test('what is heard before the join is answered is kept until then', async () => {
  const stage = new Stage();
  stage.node.answers = (frame, answer) => {
    if (frame.address === 'join_meeting_room') {
      // Live, and on its way before the answer.
      stage.node.add('mute_requested', { userId: null, by: 'ben' });
    }
    return answer;
  };

  const { meeting } = await inside(stage);

  assert.equal(meeting.state.seq, stage.node.head);
});

test('an event that comes again is told once', async () => {
  const stage = new Stage();
  const { heard } = await inside(stage);

  await happen(stage, 1);
  stage.node.publish('meeting.1', stage.node.log.at(-1));
  await stage.pass(100);

  assert.deepEqual(seqs(heard), [2]);
});

test('a hole is filled up before what comes after it is told, over as many answers as it takes', async () => {
  const stage = new Stage();
  const { meeting, heard } = await inside(stage);
  let lost = 7;
  stage.node.drops = () => lost-- > 0;

  await happen(stage, 8);

  assert.deepEqual(seqs(heard), [2, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual(sent(stage, 'resume_meeting').map(({ body }) => body.afterSeq), [1, 4, 7]);
  assert.equal(meeting.state.seq, 9);
});

test('what is heard while a hole is filled up comes after it', async () => {
  const stage = new Stage();
  const { heard } = await inside(stage);
  let lost = 1;
  stage.node.drops = () => lost-- > 0;
  stage.node.answers = (frame, answer) => {
    if (frame.address === 'resume_meeting') {
      stage.node.add('mute_requested', { userId: null, by: 'ben' });
    }
    return answer;
  };

  await happen(stage, 2);

  assert.deepEqual(seqs(heard), [2, 3, 4]);
});

test('a node that cannot fill a hole up now is asked again', async () => {
  const stage = new Stage();
  const { heard } = await inside(stage);
  let lost = 1;
  let refusals = 3;
  stage.node.drops = () => lost-- > 0;
  stage.node.answers = (frame, answer) =>
    frame.address === 'resume_meeting' && refusals-- > 0 ? refusal(503, 'UNAVAILABLE') : answer;

  await happen(stage, 2);
  await stage.pass(5_000);

  assert.deepEqual(seqs(heard), [2, 3]);
});

test('who comes back says where it was, and hears what it missed', async () => {
  const stage = new Stage();
  const { meeting, heard } = await inside(stage);
  const { sessionId } = meeting;
  stage.sockets[0].cut();
  await happen(stage, 2);

  await stage.pass(1_000);

  const body = sent(stage, 'join_meeting_room').at(-1).body;
  assert.deepEqual(body, { meetingId: 1, afterSeq: 1, epoch: 'one', sessionId });
  assert.deepEqual(seqs(heard), [2, 3]);
  assert.equal(meeting.sessionId, sessionId);
});

test('what is gone for good is told as a reset, with the state as it is', async () => {
  const stage = new Stage();
  const { meeting, heard } = await inside(stage);
  const resets = [];
  meeting.on('reset', (state) => resets.push(state));
  stage.sockets[0].cut();
  stage.node.floor = 4;
  await happen(stage, 5);

  await stage.pass(1_000);
  await happen(stage, 1);

  assert.deepEqual(seqs(resets), [6]);
  assert.deepEqual(seqs(heard), [7]);
  assert.equal(meeting.state.seq, 7);
});

test('another numbering is a reset, too', async () => {
  const stage = new Stage();
  const { meeting, heard } = await inside(stage);
  await happen(stage, 5);
  stage.sockets[0].cut();
  stage.node.log.splice(2);
  stage.node.epoch = 'two';

  await stage.pass(1_000);
  await happen(stage, 1);

  assert.deepEqual([meeting.state.seq, meeting.state.epoch], [3, 'two']);
  assert.deepEqual(seqs(heard), [2, 3, 4, 5, 6, 3]);
});

test('more than one answer holds is read on while it is there', async () => {
  const stage = new Stage();
  const { meeting, heard } = await inside(stage);
  stage.node.answers = (frame, answer) =>
    frame.address === 'join_meeting_room' ? { ...answer, events: [], reset: true } : answer;
  meeting.on('reset', () => heard.push({ seq: 'reset' }));
  stage.sockets[0].cut();
  await happen(stage, 8);

  await stage.pass(1_000);

  assert.deepEqual(seqs(heard), [2, 3, 4, 5, 6, 7, 8, 9]);
});

test('who looks on reads the meeting first, and follows from there', async () => {
  const stage = new Stage();
  stage.node.add('meeting_started', { startedAt: 'now' });
  const gavel = stage.client();
  const heard = [];

  const meeting = await stage.until(gavel.watch(1));
  meeting.on('event', (event) => heard.push(event));
  await happen(stage, 1);
  stage.sockets[0].cut();
  await happen(stage, 2);
  await stage.pass(1_000);

  assert.deepEqual(sent(stage, 'join_meeting_room'), []);
  assert.deepEqual([meeting.isInside, meeting.sessionId, meeting.jitsi], [false, null, null]);
  assert.deepEqual(seqs(heard), [2, 3, 4]);
});

test('who looks on and then joins has one meeting, and misses nothing', async () => {
  const stage = new Stage();
  const gavel = stage.client();
  const watching = await stage.until(gavel.watch(1));
  const heard = [];
  watching.on('event', (event) => heard.push(event));

  const meeting = await stage.until(gavel.join(1));
  await happen(stage, 1);

  assert.equal(meeting, watching);
  assert.equal(meeting.isInside, true);
  assert.deepEqual(seqs(heard), [1, 2]);
});

test('fields that changed are read anew', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  const states = [];
  meeting.on('state', (state) => states.push(state.meeting.title));

  stage.node.title = 'Other';
  stage.node.add('meeting_updated', { fields: ['title'] });
  await stage.pass(100);

  assert.deepEqual(states, ['Model', 'Other']);
});

test('who is removed hears that, and then nothing', async () => {
  const stage = new Stage();
  const { meeting, heard } = await inside(stage);
  const closed = [];
  meeting.on('closed', ({ reason }) => closed.push(reason));

  stage.node.add('participant_removed', { userId: 'ada', userName: 'ada' });
  await happen(stage, 3);

  assert.deepEqual(heard.map(({ event }) => event), ['participant_removed']);
  assert.deepEqual(closed, ['removed']);
  await assert.rejects(meeting.emit('meeting_hand_raised'), { code: 'CLOSED' });
});

test('who was removed, invited again, and was away meanwhile stays', async () => {
  const stage = new Stage();
  const { meeting, heard } = await inside(stage);
  stage.sockets[0].cut();
  stage.node.add('participant_removed', { userId: 'ada', userName: 'ada' });
  stage.node.add('participant_invited', { userId: 'ada', userName: 'ada', role: 'Participant' });

  await stage.pass(1_000);

  assert.equal(heard.length, 2);
  assert.equal(meeting.isInside, true);
});

test('who left everywhere on another device is told so, and is out here, too', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  const closed = [];
  meeting.on('closed', ({ reason }) => closed.push(reason));

  stage.node.admitted.clear();
  stage.node.add('user_left_meeting', { userId: 'ada', userName: 'ada' });
  await stage.pass(100);

  assert.deepEqual(closed, ['left']);
});

test('whose session the node gave up, but who may still be there, goes in again', async () => {
  const stage = new Stage();
  const { meeting, heard } = await inside(stage);
  stage.node.loseSessions();
  await stage.pass(100);

  const answer = await stage.until(meeting.emit('meeting_audio_status', { isMuted: false }));

  assert.deepEqual(heard.map(({ event }) => event), ['user_left_meeting', 'user_joined_meeting', 'user_audio_status']);
  assert.deepEqual([answer.seq, meeting.isInside], [4, true]);
});

test('a listener may close the meeting: what came with that event is not told', async () => {
  const stage = new Stage();
  const { meeting, heard } = await inside(stage);
  meeting.on('event', () => meeting.close());
  stage.sockets[0].cut();
  await happen(stage, 3);

  await stage.pass(1_000);

  assert.deepEqual(seqs(heard), [2]);
});

test('fields that could not be read are read when the node is back', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage, { timeout: 5_000 });
  stage.rest = ({ method }) => (method === 'GET' ? { status: 0 } : undefined);
  stage.node.title = 'Other';
  stage.node.add('meeting_updated', { fields: ['title'] });
  await stage.pass(30_000);
  stage.rest = () => undefined;

  await stage.pass(30_000);

  assert.equal(meeting.state.meeting.title, 'Other');
  assert.equal(stage.errors, undefined);
});

test('many changes of fields that are heard at once are read once', async () => {
  const stage = new Stage();
  const gavel = stage.client();
  const meeting = await stage.until(gavel.watch(1));
  stage.sockets[0].cut();
  stage.calls.length = 0;
  for (const title of ['One', 'Two', 'Three']) {
    stage.node.title = title;
    stage.node.add('meeting_updated', { fields: ['title'] });
  }

  await stage.pass(1_000);

  assert.equal(meeting.state.meeting.title, 'Three');
  assert.equal(stage.calls.filter(({ method }) => method === 'GET').length, 1);
});
