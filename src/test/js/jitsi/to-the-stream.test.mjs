import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attachJitsi } from '../../../main/web/jitsi.js';
import { attached, list, settled, tokenOf } from './rig.mjs';
import { ScriptedMeeting } from './scripted-meeting.mjs';
import { standIn } from './stand-in.mjs';

test('The microphone and the camera with which somebody enters are told', async () => {
  const { meeting } = await attached({ open: { microphone: true, camera: true } });

  assert.deepEqual(meeting.commands, [
    ['meeting_audio_status', { isMuted: false }],
    ['meeting_video_status', { isVideoOn: true }],
  ]);
});

test('Who enters muted and without a camera says nothing, as the roster has it so', async () => {
  const { meeting } = await attached();

  assert.deepEqual(meeting.commands, []);
});

test('Nothing is told before Jitsi was entered, and then what it shows', async () => {
  const { meeting, person } = await attached({ enter: false });
  person.press('microphone');
  await settled();
  assert.deepEqual(meeting.commands, []);

  person.enter('me');
  await settled();

  assert.deepEqual(meeting.commands, [['meeting_audio_status', { isMuted: false }]]);
});

test('Who only looks on tells nothing', async () => {
  const { meeting, person } = await attached({ enter: false });
  meeting.sessionId = null;

  person.enter('me');
  person.press('microphone');
  await settled();

  assert.deepEqual(meeting.commands, []);
});

test('Attached when Jitsi was entered already, what it shows is told', async () => {
  const meeting = new ScriptedMeeting();
  const api = new (standIn(list))('meet.example.org', { roomName: 'abc', jwt: tokenOf('ann') });
  api.person.enter('me');

  attachJitsi(api, meeting);
  await settled();
  api.person.press('hand');
  await settled();

  assert.deepEqual(meeting.commands.map(([name]) => name), ['meeting_audio_status', 'meeting_video_status', 'meeting_hand_raised']);
});

test('What another device of this person has is not taken for what this one has', async () => {
  const { meeting, person } = await attached({ enter: false, open: { microphone: true } });
  meeting.event('user_audio_status', { userId: 'ann', isMuted: false });

  person.enter('me');
  await settled();

  assert.deepEqual(meeting.commands, [['meeting_audio_status', { isMuted: false }]]);
});

for (const [button, on, off] of [
  ['microphone', ['meeting_audio_status', { isMuted: false }], ['meeting_audio_status', { isMuted: true }]],
  ['camera', ['meeting_video_status', { isVideoOn: true }], ['meeting_video_status', { isVideoOn: false }]],
  ['share', ['meeting_screen_share_started', {}], ['meeting_screen_share_stopped', {}]],
  ['hand', ['meeting_hand_raised', {}], ['meeting_hand_lowered', {}]],
]) {
  test(`A press on ${button} is told, and the next one, each once`, async () => {
    const { meeting, person } = await attached();

    person.press(button);
    await settled();
    person.press(button);
    await settled();

    assert.deepEqual(meeting.commands, [on, off]);
    assert.deepEqual(person.commands, []);
  });
}

test("Another's hand is not taken for one's own", async () => {
  const { meeting, person } = await attached();

  person.says('raiseHandUpdated', { id: 'somebody', handRaised: 1 });
  await settled();

  assert.deepEqual(meeting.commands, []);
});

test('Who comes into the room again comes with the hand down, and the roster hears of it', async () => {
  const { person, names } = await attached();
  person.press('hand');
  await settled();

  person.enter('me again');
  await settled();

  assert.deepEqual(names(), ['meeting_hand_raised', 'meeting_hand_lowered']);
});

test('A recording is told by the page of a Host or Moderator alone', async () => {
  for (const [role, told] of [['Host', 2], ['Moderator', 2], ['Participant', 0]]) {
    const { meeting, person } = await attached({ role });
    person.says('recordingStatusChanged', { on: true, mode: 'file' });
    await settled();
    person.says('recordingStatusChanged', { on: false, mode: 'file' });
    await settled();
    assert.equal(meeting.commands.length, told, role);
  }
});

test('A recording that the stream has already is not told again', async () => {
  const { meeting, person } = await attached({ role: 'Moderator' });
  meeting.event('recording_started', { startedBy: 'hugo' });

  person.says('recordingStatusChanged', { on: true, mode: 'file' });
  await settled();

  assert.deepEqual(meeting.commands, []);
});

test('That another page told of the recording first is no error', async () => {
  const { meeting, person, errors } = await attached({ role: 'Host' });
  meeting.hold();
  person.says('recordingStatusChanged', { on: true, mode: 'file' });
  await settled();
  meeting.refuse('ALREADY_RECORDING');
  await settled();
  meeting.event('recording_started', { startedBy: 'hugo' });
  person.says('recordingStatusChanged', { on: false, mode: 'file' });
  await settled();
  meeting.refuse('NOT_RECORDING');
  await settled();

  assert.deepEqual(errors, []);
});

test('Another page that stops the recording is not contradicted by one that has not heard of it from Jitsi', async () => {
  const { meeting, person, names } = await attached({ role: 'Host' });
  person.says('recordingStatusChanged', { on: true, mode: 'file' });
  await settled();

  meeting.event('recording_stopped', { stoppedBy: 'hugo' });
  await settled();
  person.says('recordingStatusChanged', { on: false, mode: 'file' });
  await settled();

  assert.deepEqual(names(), ['meeting_recording_started']);
});

test('A stream to elsewhere is no recording', async () => {
  const { meeting, person } = await attached({ role: 'Host' });

  person.says('recordingStatusChanged', { on: true, mode: 'stream' });
  await settled();

  assert.deepEqual(meeting.commands, []);
});

test('A recording that fails is an error, and is not told', async () => {
  const { meeting, person, errors } = await attached({ role: 'Host' });

  person.says('recordingStatusChanged', { on: false, mode: 'file', error: 'service-unavailable' });
  await settled();

  assert.deepEqual(meeting.commands, []);
  assert.match(errors[0].message, /service-unavailable/);
});

test('A recording disabled by the meeting is an error', async () => {
  const { meeting, person, errors } = await attached({ role: 'Host' });
  meeting.hold();

  person.says('recordingStatusChanged', { on: true, mode: 'file' });
  await settled();
  meeting.refuse('RECORDING_DISABLED');
  await settled();

  assert.equal(errors[0].code, 'RECORDING_DISABLED');
});
