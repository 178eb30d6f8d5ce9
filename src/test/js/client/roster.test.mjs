import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reduce, stateOfDetail, stateOfSnapshot, withFields } from '../../../main/web/roster.js';

const at = '2027-03-22T08:00:00.000Z';

const meeting = {
  id: 42,
  title: 'Interview',
  status: 'InProgress',
  startedAt: at,
  endedAt: null,
  durationSeconds: null,
  cancelReason: null,
  version: 2,
  seq: 0,
};

function person(userId, more = {}) {
  const firstJoinedAt = at;
  const status = { isMuted: true, isVideoOn: false, isSharingScreen: false, isHandRaised: false, handPosition: null };
  return { userId, userName: userId.toUpperCase(), role: 'Participant', firstJoinedAt, ...status, ...more };
}

function empty(more = {}) {
  return stateOfSnapshot({ seq: 0, epoch: 'e', snapshot: { meeting, participants: [], recording: null, ...more } });
}

/** The state after these events, numbered on. */
function after(state, ...events) {
  const next = (before, [event, fields]) => reduce(before, { event, seq: before.seq + 1, at, meetingId: 42, ...fields });
  return events.reduce(next, state);
}

const joined = (userId, more) => ['user_joined_meeting', { userId, userName: userId.toUpperCase(), role: 'Participant', ...more }];
const place = (state, userId) => state.participants.find((one) => one.userId === userId);
const inside = (...ids) => after(empty(), ...ids.map((id) => joined(id)));

test('who comes in is muted, without video, share or hand, whatever was before', () => {
  const speaks = ['user_audio_status', { userId: 'a', isMuted: false }];
  const loud = after(inside('a'), speaks, ['user_hand_raised', { userId: 'a', position: 1 }]);

  const back = after(loud, ['user_left_meeting', { userId: 'a' }], joined('a'));

  const status = { isMuted: true, isVideoOn: false, isSharingScreen: false, isHandRaised: false, handPosition: null };
  assert.deepEqual(back.participants, [{ userId: 'a', userName: 'A', role: 'Participant', ...status, since: at }]);
});

test('people stand in the order in which they came', () => {
  assert.deepEqual(inside('b', 'a', 'c').participants.map(({ userId }) => userId), ['b', 'a', 'c']);
});

for (const [event, fields, changed] of [
  ['user_audio_status', { isMuted: false }, { isMuted: false }],
  ['user_video_status', { isVideoOn: true }, { isVideoOn: true }],
  ['user_screen_share_started', {}, { isSharingScreen: true }],
  ['user_hand_raised', { position: 1 }, { isHandRaised: true, handPosition: 1 }],
  ['role_changed', { role: 'Moderator', by: 'h' }, { role: 'Moderator' }],
]) {
  test(`${event} changes one person and nobody else`, () => {
    const before = inside('a', 'b');

    const state = after(before, [event, { userId: 'b', ...fields }]);

    assert.deepEqual(place(state, 'b'), { ...place(before, 'b'), ...changed });
    assert.equal(place(state, 'a'), place(before, 'a'));
  });
}

test('what was switched on is switched off again', () => {
  const on = after(
    inside('a'),
    ['user_audio_status', { userId: 'a', isMuted: false }],
    ['user_video_status', { userId: 'a', isVideoOn: true }],
    ['user_screen_share_started', { userId: 'a' }],
    ['user_hand_raised', { userId: 'a', position: 1 }],
  );

  const off = after(
    on,
    ['user_audio_status', { userId: 'a', isMuted: true }],
    ['user_video_status', { userId: 'a', isVideoOn: false }],
    ['user_screen_share_stopped', { userId: 'a' }],
    ['user_hand_lowered', { userId: 'a' }],
  );

  assert.deepEqual(off.participants, inside('a').participants);
});

for (const [event, fields] of [
  ['user_hand_lowered', { userId: 'b' }],
  ['user_left_meeting', { userId: 'b' }],
  ['participant_removed', { userId: 'b' }],
]) {
  test(`hands are counted from 1 in their order after ${event}`, () => {
    const raised = ['c', 'b', 'a'].map((userId, place) => ['user_hand_raised', { userId, position: place + 1 }]);

    const state = after(inside('a', 'b', 'c'), ...raised, [event, fields]);

    assert.equal(place(state, 'c').handPosition, 1);
    assert.equal(place(state, 'a').handPosition, 2);
  });
}

test('a recording is known by who started it, until it stops', () => {
  const on = after(empty(), ['recording_started', { startedBy: 'a' }]);

  assert.deepEqual(on.recording, { startedBy: 'a', startedAt: at });
  assert.equal(after(on, ['recording_stopped', { stoppedBy: 'b' }]).recording, null);
});

test('the first join begins the meeting', () => {
  const scheduled = stateOfSnapshot({
    seq: 0,
    epoch: 'e',
    snapshot: { meeting: { ...meeting, status: 'Scheduled', startedAt: null }, participants: [], recording: null },
  });

  const state = after(scheduled, ['meeting_started', { startedAt: at }]);

  assert.equal(state.status, 'InProgress');
  assert.deepEqual([state.meeting.status, state.meeting.startedAt], ['InProgress', at]);
});

test('an end clears everybody, and says how it came', () => {
  const over = after(inside('a', 'b'), ['meeting_ended', { endedAt: at, durationSeconds: 9, by: 'a', reason: 'host' }]);

  assert.deepEqual([over.status, over.participants, over.recording], ['Completed', [], null]);
  assert.deepEqual(over.ended, { at, reason: 'host', by: 'a' });
  assert.deepEqual([over.meeting.endedAt, over.meeting.durationSeconds], [at, 9]);
});

test('a cancellation clears everybody, and keeps its reason', () => {
  const over = after(inside('a'), ['meeting_cancelled', { title: 'Interview', reason: 'ill' }]);

  assert.deepEqual([over.status, over.participants], ['Cancelled', []]);
  assert.deepEqual(over.ended, { at, reason: 'cancelled', by: null });
  assert.deepEqual([over.meeting.status, over.meeting.cancelReason], ['Cancelled', 'ill']);
});

test('what concerns nobody inside counts, and changes nobody', () => {
  const before = inside('a');

  const state = after(
    before,
    ['mute_requested', { userId: null, by: 'h' }],
    ['participant_invited', { userId: 'z', userName: 'Z', role: 'Participant' }],
    ['meeting_updated', { fields: ['title'] }],
    ['recording_added', { recordingId: 7 }],
    ['user_audio_status', { userId: 'z', isMuted: false }],
    ['something_of_tomorrow', { whatever: true }],
  );

  assert.equal(state.seq, before.seq + 6);
  assert.equal(state.meeting.seq, state.seq);
  assert.equal(state.participants.length, 1);
  assert.deepEqual(place(state, 'a'), place(before, 'a'));
});

test('a repeat changes nothing at all', () => {
  const state = inside('a', 'b');

  assert.equal(reduce(state, { event: 'user_left_meeting', seq: state.seq, at, meetingId: 42, userId: 'a' }), state);
});

test('a state is never changed: each event makes another', () => {
  const before = inside('a');
  const copy = structuredClone(before);

  const state = after(before, ['user_audio_status', { userId: 'a', isMuted: false }]);

  assert.deepEqual(before, copy);
  for (const part of [state, state.meeting, state.participants, state.participants[0]]) {
    assert.ok(Object.isFrozen(part));
  }
});

test('a snapshot shows what the events before it make', () => {
  const folded = after(
    inside('a', 'b'),
    ['user_audio_status', { userId: 'b', isMuted: false }],
    ['user_hand_raised', { userId: 'b', position: 1 }],
    ['recording_started', { startedBy: 'a' }],
  );
  const b = person('b', { isMuted: false, isHandRaised: true, handPosition: 1 });
  const snapshot = { meeting, participants: [person('a'), b], recording: { startedBy: 'a', startedAt: at } };

  const shown = stateOfSnapshot({ seq: 5, epoch: 'e', snapshot });

  const sinceUnknown = folded.participants.map((one) => ({ ...one, since: null }));
  assert.deepEqual(shown, { ...folded, participants: sinceUnknown });
});

test('of a detail those inside are shown, in the order in which they came first', () => {
  const late = '2027-03-22T09:00:00.000Z';
  const participants = [
    person('host', { isInMeeting: true, firstJoinedAt: late }),
    person('away', { isInMeeting: false }),
    person('early', { isInMeeting: true }),
  ];

  const state = stateOfDetail({ ...meeting, role: 'Host', seq: 7, epoch: 'e', participants, recordings: [] });

  assert.deepEqual(state.participants.map(({ userId }) => userId), ['early', 'host']);
  assert.deepEqual([state.meetingId, state.seq, state.epoch], [42, 7, 'e']);
  assert.equal('role' in state.meeting || 'participants' in state.meeting, false);
});

test('a meeting that was over when it was read says so', () => {
  const read = { participants: [], recordings: [], epoch: 'e' };

  const ended = stateOfDetail({ ...meeting, ...read, status: 'Completed', endedAt: at });
  const cancelled = stateOfDetail({ ...meeting, ...read, status: 'Cancelled', endedAt: at });

  assert.deepEqual(ended.ended, { at, reason: null, by: null });
  assert.deepEqual(cancelled.ended, { at, reason: 'cancelled', by: null });
});

test('fields read later take the place of the old ones, save what the events tell', () => {
  const over = after(inside('a'), ['meeting_ended', { endedAt: at, durationSeconds: 9, by: 'a', reason: 'host' }]);

  const beside = { role: 'Host', participants: [], recordings: [], epoch: 'e' };
  const state = withFields(over, { ...meeting, ...beside, title: 'Other', version: 3 });

  assert.deepEqual([state.meeting.title, state.meeting.version], ['Other', 3]);
  assert.deepEqual([state.meeting.status, state.meeting.endedAt, state.meeting.seq], ['Completed', at, over.seq]);
});
