import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connected, happen, inside } from './scenes.mjs';
import { Stage } from './stage.mjs';

const start = (stage) => stage.node.add('recording_started', { startedBy: 'ben' });
const stop = (stage) => stage.node.add('recording_stopped', { stoppedBy: 'ben' });

test('who looks on and then joins knows of a recording that began before it looked', async () => {
  const stage = new Stage();
  start(stage);
  const gavel = await connected(stage);
  const watching = await stage.until(gavel.watch(1));
  assert.equal(watching.state.recording, null);
  const told = [];
  watching.on('state', ({ recording }) => told.push(recording?.startedBy ?? null));

  await stage.until(gavel.join(1));

  assert.equal(watching.state.recording.startedBy, 'ben');
  assert.equal(told.at(-1), 'ben');
});

test('what the events say after the snapshot counts', async () => {
  const stage = new Stage();
  start(stage);
  const gavel = await connected(stage);
  const meeting = await stage.until(gavel.watch(1));
  stage.node.answers = ({ address }, answer) => {
    if (address === 'join_meeting_room') {
      stop(stage);
    }
    return answer;
  };

  await stage.until(gavel.join(1));
  await stage.pass(100);

  assert.equal(meeting.state.recording, null);
});

test('nothing new since the look is no reason not to know', async () => {
  const stage = new Stage();
  const { gavel } = await inside(stage);
  start(stage);
  const second = await connected(stage);
  await stage.until(second.watch(1));

  const meeting = await stage.until(second.join(1));

  assert.equal(meeting.state.recording.startedBy, 'ben');
  gavel.close();
});

test('a state that was read anew shows the recording to who is inside', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  start(stage);
  await stage.pass(100);
  let lost = 2;
  stage.node.drops = () => lost-- > 0;
  const resets = [];
  meeting.on('reset', ({ recording }) => resets.push(recording?.startedBy));

  stage.node.add('mute_requested', { userId: null, by: 'ben' });
  stage.node.add('mute_requested', { userId: null, by: 'ben' });
  stage.node.floor = 4;
  await happen(stage, 1);

  assert.deepEqual(resets, ['ben']);
  assert.equal(meeting.state.recording.startedBy, 'ben');
});
