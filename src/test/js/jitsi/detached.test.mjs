import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attached, settled } from './rig.mjs';

test('Detached, nothing is told or done any more, and others still listen', async () => {
  const { meeting, person, api, detach, errors } = await attached({ open: { microphone: true } });
  const heard = [];
  api.addListener('audioMuteStatusChanged', (event) => heard.push(event));
  meeting.commands.length = 0;

  detach();
  detach();
  person.press('microphone');
  person.press('microphone');
  meeting.event('mute_requested', { userId: 'ann', by: 'hugo' });
  meeting.event('meeting_ended', { reason: 'host', by: 'hugo' });
  await settled();

  assert.deepEqual([meeting.commands, person.commands, errors], [[], [], []]);
  assert.deepEqual([heard.length, meeting.listening()], [2, 0]);
});

test('Detached while a command is under way, its failure is nobody\'s any more', async () => {
  const { meeting, person, detach, errors } = await attached();
  meeting.hold();
  person.press('microphone');
  person.press('microphone');

  detach();
  meeting.refuse('CLOSED');
  await settled();

  assert.deepEqual([meeting.commands.length, errors], [1, []]);
});

test('Detached while a command about the hand is under way, the hand is left alone', async () => {
  const { meeting, person, detach } = await attached();
  meeting.hold();
  person.press('hand');
  meeting.event('user_hand_raised', { userId: 'ann' });
  meeting.event('user_hand_lowered', { userId: 'ann' });

  detach();
  meeting.answer({ ok: true, seq: 11 });
  await settled();

  assert.deepEqual(person.commands, []);
});

test('Detached from a Jitsi that lets nobody stop listening, nothing is told', async () => {
  const { meeting, person, detach, errors } = await attached({ without: ['removeListener'] });

  detach();
  person.press('hangup');
  await settled();

  assert.deepEqual([meeting.left, errors], [0, []]);
});

test('Detached while Jitsi is asked about the microphone, it is not toggled', async () => {
  const { meeting, person, detach } = await attached({ open: { microphone: true } });
  person.hold();
  meeting.event('mute_requested', { userId: 'ann', by: 'hugo' });

  detach();
  person.release();
  await settled();

  assert.deepEqual(person.commands, []);
});
