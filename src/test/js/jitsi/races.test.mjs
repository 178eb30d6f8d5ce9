import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JitsiMicrophone } from '../../../main/web/jitsi-microphone.js';
import { attached, settled } from './rig.mjs';

test('Mute, unmute, mute while a command is under way ends muted, by one command', async () => {
  const { meeting, person } = await attached({ open: { microphone: true } });
  meeting.hold();

  person.press('microphone');
  person.press('microphone');
  person.press('microphone');
  meeting.answer();
  await settled();

  assert.deepEqual(meeting.commands.slice(1), [['meeting_audio_status', { isMuted: true }]]);
  assert.equal(meeting.me.isMuted, true);
});

test('What changed while a command was under way follows it, the newest alone', async () => {
  const { meeting, person } = await attached();
  meeting.hold();

  person.press('camera');
  person.press('camera');
  await settled();
  assert.equal(meeting.commands.length, 1);
  meeting.answer();
  await settled();
  meeting.answer();
  await settled();

  assert.deepEqual(meeting.commands, [['meeting_video_status', { isVideoOn: true }], ['meeting_video_status', { isVideoOn: false }]]);
});

test('Kinds do not wait for each other', async () => {
  const { meeting, person, names } = await attached();
  meeting.hold();

  person.press('microphone');
  person.press('hand');
  await settled();

  assert.deepEqual(names(), ['meeting_audio_status', 'meeting_hand_raised']);
});

test('An answer that comes before its event is not doubted', async () => {
  const { meeting, person, names } = await attached();
  meeting.hold();

  person.press('hand');
  meeting.answer({ ok: true, seq: 11 });
  await settled();
  person.press('hand');
  await settled();
  meeting.answer({ ok: true, seq: 12 });
  await settled();
  meeting.event('user_hand_raised', { userId: 'ann' });
  meeting.event('user_hand_lowered', { userId: 'ann' });
  await settled();

  assert.deepEqual(names(), ['meeting_hand_raised', 'meeting_hand_lowered']);
  assert.deepEqual(person.commands, []);
});

test('A lowering of an earlier raising does not lower the hand that is up again', async () => {
  const { meeting, person } = await attached();
  person.press('hand');
  await settled();
  meeting.hold();
  person.press('hand');
  person.press('hand');

  meeting.answer({ ok: true, seq: 12 });
  await settled();
  meeting.event('user_hand_lowered', { userId: 'ann' });
  meeting.answer({ ok: true, seq: 13 });
  await settled();

  assert.deepEqual(person.commands, []);
});

test("A lowering of one's own, heard before its answer, does not lower the hand that is up again", async () => {
  const { meeting, person, names } = await attached();
  person.press('hand');
  await settled();
  meeting.hold();
  person.press('hand');
  person.press('hand');

  const { seq } = meeting.event('user_hand_lowered', { userId: 'ann' });
  meeting.answer({ ok: true, seq });
  await settled();

  assert.deepEqual(person.commands, []);
  assert.deepEqual(names(), ['meeting_hand_raised', 'meeting_hand_lowered', 'meeting_hand_raised']);
});

test('A lowering that is heard after the answer to the next raising does not lower the hand', async () => {
  const { meeting, person } = await attached();
  person.press('hand');
  await settled();
  meeting.hold();
  person.press('hand');
  person.press('hand');
  meeting.answer({ ok: true, seq: 12 });
  await settled();
  meeting.answer({ ok: true, seq: 13 });
  await settled();

  meeting.event('user_hand_lowered', { userId: 'ann' });
  meeting.event('user_hand_raised', { userId: 'ann' });
  await settled();

  assert.deepEqual(person.commands, []);
});

test("A lowering that comes after a raising whose answer is still on its way lowers the hand, and raises no other", async () => {
  const { meeting, person, names } = await attached();
  meeting.hold();
  person.press('hand');

  meeting.event('user_hand_raised', { userId: 'ann' });
  meeting.event('user_hand_lowered', { userId: 'ann' });
  meeting.answer({ ok: true, seq: 11 });
  await settled();

  assert.deepEqual(person.commands, [['toggleRaiseHand']]);
  assert.deepEqual(names(), ['meeting_hand_raised']);
});

test('A person who mutes at the moment of a mute request is not unmuted by it', async () => {
  const { meeting, person, api } = await attached({ open: { microphone: true } });
  person.hold();
  meeting.event('mute_requested', { userId: 'ann', by: 'hugo' });
  await settled();
  person.release();
  person.hold();
  await settled();
  assert.deepEqual(person.commands, []);

  person.press('microphone');
  person.release();
  await settled();

  assert.equal(await api.isAudioMuted(), true);
  assert.equal(meeting.me.isMuted, true);
});

test('A microphone that is slow to close is not toggled again before Jitsi says that it changed', async () => {
  let toggles = 0;
  const microphone = new JitsiMicrophone(() => Promise.resolve(true), () => toggles++);

  await microphone.close();
  assert.equal(toggles, 1);
  await microphone.changed();

  assert.equal(toggles, 2);
});

test('Two mute requests at once close the microphone once', async () => {
  const { meeting, person, api } = await attached({ open: { microphone: true } });
  person.hold();

  meeting.event('mute_requested', { userId: null, by: 'hugo' });
  meeting.event('mute_requested', { userId: 'ann', by: 'hugo' });
  person.release();
  await settled();

  assert.equal(await api.isAudioMuted(), true);
  assert.deepEqual(person.commands, [['toggleAudio']]);
});

test('Who unmutes after a mute request was obeyed stays unmuted', async () => {
  const { meeting, person } = await attached({ open: { microphone: true } });
  meeting.event('mute_requested', { userId: 'ann', by: 'hugo' });
  await settled();

  person.press('microphone');
  await settled();

  assert.equal(meeting.me.isMuted, false);
  assert.deepEqual(person.commands, [['toggleAudio']]);
});

test('After a stay that began anew all that Jitsi shows is told again', async () => {
  const { meeting, person } = await attached({ open: { microphone: true, camera: true } });
  for (const button of ['share', 'hand']) person.press(button);
  await settled();
  meeting.commands.length = 0;

  meeting.comeBackAnew();
  await settled();

  const { isMuted, isVideoOn, isSharingScreen, isHandRaised } = meeting.me;
  assert.deepEqual([isMuted, isVideoOn, isSharingScreen, isHandRaised], [false, true, true, true]);
  assert.deepEqual(person.commands, []);
});

test('A command that was answered to an earlier stay is told again to the new one', async () => {
  const { meeting, person } = await attached();
  meeting.hold();
  person.press('camera');

  meeting.comeBackAnew();
  meeting.answer({ ok: true, seq: 11 });
  await settled();
  meeting.answer();
  await settled();

  assert.equal(meeting.me.isVideoOn, true);
});

test('A new session beside that of another device is told what Jitsi shows', async () => {
  const { meeting } = await attached({ open: { microphone: true } });
  meeting.commands.length = 0;
  meeting.sessionId = 'second';

  meeting.event('user_audio_status', { userId: 'bob', isMuted: false });
  await settled();

  assert.deepEqual(meeting.commands, [['meeting_audio_status', { isMuted: false }]]);
});

test('A reconnect that kept the stay says nothing', async () => {
  const { meeting, person } = await attached({ open: { microphone: true } });
  person.press('hand');
  await settled();
  meeting.commands.length = 0;

  meeting.event('user_audio_status', { userId: 'bob', isMuted: false });
  await settled();

  assert.deepEqual(meeting.commands, []);
});

test('After a reset what differs from the roster is told', async () => {
  const { meeting, person, names } = await attached();
  person.press('share');
  await settled();
  meeting.commands.length = 0;
  const participants = meeting.state.participants.map((one) => ({ ...one, isSharingScreen: false }));
  meeting.state = { ...meeting.state, participants, seq: 99 };

  meeting.tell('reset', meeting.state);
  await settled();

  assert.deepEqual(names(), ['meeting_screen_share_started']);
});

test('A command that nobody answered is an error, and is told again when the stream goes on', async () => {
  const { meeting, person, errors } = await attached();
  meeting.hold();
  person.press('microphone');
  meeting.refuse('TIMEOUT');
  await settled();
  assert.deepEqual([errors.length, meeting.commands.length], [1, 1]);

  meeting.event('user_audio_status', { userId: 'bob', isMuted: false });
  await settled();
  meeting.answer();
  await settled();

  assert.equal(meeting.me.isMuted, false);
  assert.equal(meeting.commands.length, 2);
});

test('A refused command is an error and is not repeated', async () => {
  const { meeting, person, errors } = await attached();
  meeting.hold();
  person.press('hand');
  meeting.refuse('NOT_IN_MEETING');
  await settled();

  meeting.event('user_audio_status', { userId: 'bob', isMuted: false });
  await settled();

  assert.equal(meeting.commands.length, 1);
  assert.equal(errors[0].code, 'NOT_IN_MEETING');
});
