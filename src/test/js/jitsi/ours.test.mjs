import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attached, settled } from './rig.mjs';

test("Another page's recording is not stopped by one whose own recording is over, when its session begins anew", async () => {
  const { meeting, person } = await attached({ role: 'Moderator' });
  person.says('recordingStatusChanged', { on: true, mode: 'local' });
  await settled();
  person.says('recordingStatusChanged', { on: false, mode: 'local' });
  await settled();
  meeting.event('recording_started', { startedBy: 'hugo' });
  await settled();
  meeting.commands.length = 0;

  meeting.sessionId = 'second';
  meeting.event('user_audio_status', { userId: 'bob', isMuted: false });
  await settled();

  assert.deepEqual(meeting.commands.filter(([name]) => name.includes('recording')), []);
  assert.equal(meeting.state.recording.startedBy, 'hugo');
});

test('A hand that another device raised is not lowered by this one, whose own was up before, after a reset', async () => {
  const { meeting, person } = await attached();
  person.press('hand');
  await settled();
  person.press('hand');
  await settled();
  meeting.event('user_hand_raised', { userId: 'ann' });
  meeting.commands.length = 0;

  meeting.tell('reset', meeting.state);
  await settled();

  assert.deepEqual(meeting.commands, []);
});

test('That this page stopped its own recording is told to the session that begins anew', async () => {
  const { meeting, person, names } = await attached({ role: 'Moderator' });
  person.says('recordingStatusChanged', { on: true, mode: 'file' });
  await settled();
  meeting.hold();
  person.says('recordingStatusChanged', { on: false, mode: 'file' });
  meeting.refuse('TIMEOUT');
  await settled();

  meeting.sessionId = 'second';
  meeting.event('user_audio_status', { userId: 'bob', isMuted: false });
  await settled();

  assert.deepEqual(names().filter((name) => name.includes('recording')), [
    'meeting_recording_started', 'meeting_recording_stopped', 'meeting_recording_stopped',
  ]);
});

test('A recording that somebody else stopped is no longer of this page', async () => {
  const { meeting, person } = await attached({ role: 'Moderator' });
  person.says('recordingStatusChanged', { on: true, mode: 'local' });
  await settled();
  meeting.event('recording_stopped', { stoppedBy: 'hugo' });
  person.says('recordingStatusChanged', { on: false, mode: 'local' });
  await settled();
  meeting.event('recording_started', { startedBy: 'hugo' });
  meeting.commands.length = 0;

  meeting.tell('reset', meeting.state);
  await settled();

  assert.deepEqual(meeting.commands.filter(([name]) => name.includes('recording')), []);
});
