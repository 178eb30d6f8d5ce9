import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spoken } from '../../../main/web/console/spoken.js';

const joined = (userId) => ({ event: 'user_joined_meeting', userId, userName: userId.toUpperCase(), role: 'Participant' });
const setting = { me: 'ada', inside: 3, name: (id) => String(id).toUpperCase() };

test('who comes, goes, raises a hand or records is said, all at once', () => {
  const events = [
    joined('ben'),
    { event: 'user_hand_raised', userId: 'ben', userName: 'BEN', position: 1 },
    { event: 'user_audio_status', userId: 'ben', userName: 'BEN', isMuted: true },
    { event: 'recording_started', startedBy: 'chi' },
  ];

  assert.equal(spoken(events, setting), 'BEN came in as Participant. BEN raised a hand, number 1. CHI started recording.');
});

test('of what oneself does nothing is said', () => {
  const events = [joined('ada'), { event: 'recording_started', startedBy: 'ada' }, { event: 'mute_requested', userId: 'ben', by: 'ada' }];

  assert.equal(spoken(events, setting), '');
});

test('where many are inside, comings and goings are not said, but hands are', () => {
  const hand = { event: 'user_hand_raised', userId: 'ben', userName: 'BEN', position: 2 };

  assert.equal(spoken([joined('ben'), hand], { ...setting, inside: 40 }), 'BEN raised a hand, number 2.');
});

test('a crowd is counted', () => {
  const events = ['b', 'c', 'd', 'e', 'f', 'g'].map(joined);

  assert.match(spoken(events, { ...setting, inside: 7 }), /E came in as Participant\. And 2 more events\.$/);
});
