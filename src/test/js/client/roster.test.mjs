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
const came = (occupantId, userId = null, name = 'Guest') => ['occupant_joined', { occupantId, userId, name }];
const went = (occupantId, userId = null, name = 'Guest') => ['occupant_left', { occupantId, userId, name }];
const missing = (userId) => ['user_media_missing', { userId, userName: userId.toUpperCase() }];
const place = (state, userId) => state.participants.find((one) => one.userId === userId);
const inside = (...ids) => after(empty(), ...ids.map((id) => joined(id)));

test('who comes in is muted, without video, share or hand, whatever was before', () => {
  const speaks = ['user_audio_status', { userId: 'a', isMuted: false }];
  const loud = after(inside('a'), speaks, ['user_hand_raised', { userId: 'a', position: 1 }]);

  const back = after(loud, ['user_left_meeting', { userId: 'a' }], joined('a'));

  const status = { isMuted: true, isVideoOn: false, isSharingScreen: false, isHandRaised: false, handPosition: null };
  const shown = { ...status, isInMedia: false, notInMedia: false, since: at };
  assert.deepEqual(back.participants, [{ userId: 'a', userName: 'A', role: 'Participant', ...shown }]);
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

test('who is in Jitsi is known by device, guests too, in the order in which they came', () => {
  const state = after(inside('a'), came('2', 'b', 'B'), came('1'), came('3', 'a', 'A'), went('1'));

  assert.deepEqual(state.occupants, [
    { occupantId: '2', userId: 'b', name: 'B', joinedAt: at },
    { occupantId: '3', userId: 'a', name: 'A', joinedAt: at },
  ]);
});

test('somebody inside is in Jitsi as long as any device is', () => {
  const two = after(inside('a', 'b'), came('1', 'a'), came('2', 'a'));
  const one = after(two, went('1', 'a'));
  const none = after(one, went('2', 'a'));

  assert.deepEqual([two, one, none].map((state) => place(state, 'a').isInMedia), [true, true, false]);
  assert.equal(place(none, 'b').isInMedia, false);
});

test('who is in Jitsi first is so when they come in, and stays there when they leave', () => {
  const joins = after(empty(), came('1', 'a', 'A'), joined('a'));
  const leaves = after(joins, ['user_left_meeting', { userId: 'a' }]);

  assert.equal(place(joins, 'a').isInMedia, true);
  assert.deepEqual(leaves.participants, []);
  assert.deepEqual(leaves.occupants.map(({ userId }) => userId), ['a']);
});

test('who is missed in Jitsi is so until they come there', () => {
  const missed = after(inside('a', 'b'), missing('a'));
  const other = after(missed, came('1', 'b'), came('2'));
  const there = after(other, came('3', 'a'));

  assert.deepEqual([missed, other, there].map((state) => place(state, 'a').notInMedia), [true, true, false]);
  assert.equal(place(missed, 'b').notInMedia, false);
});

test('who is missed in Jitsi and comes in anew is not missed yet', () => {
  const back = after(inside('a'), missing('a'), ['user_left_meeting', { userId: 'a' }], joined('a'));

  assert.equal(place(back, 'a').notInMedia, false);
});

test('who is removed is somebody else in Jitsi, until Jitsi has sent them out', () => {
  const removed = after(inside('a', 'b'), came('1', 'a', 'A'), came('2', 'b', 'B'), ['participant_removed', { userId: 'a' }]);

  assert.deepEqual(removed.occupants.map(({ userId, name }) => [userId, name]), [[null, 'A'], ['b', 'B']]);
  assert.deepEqual(after(removed, went('1')).occupants.map(({ userId }) => userId), ['b']);
});

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
  const over = after(inside('a', 'b'), came('1', 'a'), came('2'), ['meeting_ended', { endedAt: at, durationSeconds: 9, by: 'a', reason: 'host' }]);

  assert.deepEqual([over.status, over.participants, over.occupants, over.recording], ['Completed', [], [], null]);
  assert.deepEqual(over.ended, { at, reason: 'host', by: 'a' });
  assert.deepEqual([over.meeting.endedAt, over.meeting.durationSeconds], [at, 9]);
});

test('a cancellation clears everybody, and keeps its reason', () => {
  const over = after(inside('a'), came('1', 'a'), ['meeting_cancelled', { title: 'Interview', reason: 'ill' }]);

  assert.deepEqual([over.status, over.participants, over.occupants], ['Cancelled', [], []]);
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
  const before = after(inside('a'), came('1', 'a'));
  const copy = structuredClone(before);

  const state = after(before, ['user_audio_status', { userId: 'a', isMuted: false }]);

  assert.deepEqual(before, copy);
  const lists = [state.participants, state.occupants];
  for (const part of [state, state.meeting, ...lists, ...lists.flat()]) {
    assert.ok(Object.isFrozen(part));
  }
});

test('a snapshot shows what the events before it make', () => {
  const folded = after(
    inside('a', 'b'),
    ['user_audio_status', { userId: 'b', isMuted: false }],
    ['user_hand_raised', { userId: 'b', position: 1 }],
    ['recording_started', { startedBy: 'a' }],
    missing('a'),
    came('1', 'b', 'B'),
    came('2'),
  );
  const a = person('a', { isInMedia: false, notInMedia: true });
  const b = person('b', { isMuted: false, isHandRaised: true, handPosition: 1, isInMedia: true, notInMedia: false });
  const devices = [{ occupantId: '1', userId: 'b', name: 'B' }, { occupantId: '2', userId: null, name: 'Guest' }];
  const occupants = devices.map((one) => ({ ...one, joinedAt: at }));
  const snapshot = { meeting, participants: [a, b], recording: { startedBy: 'a', startedAt: at }, occupants };

  const shown = stateOfSnapshot({ seq: 8, epoch: 'e', snapshot });

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

test('a detail shows who is in Jitsi, inside or not', () => {
  const participants = [person('in', { isInMeeting: true }), person('out', { isInMeeting: false, viaJitsiOnly: true })];
  const occupants = ['in', 'out', null].map((userId, place) => ({ occupantId: `${place}`, userId, name: 'N', joinedAt: at }));

  const state = stateOfDetail({ ...meeting, role: 'Host', epoch: 'e', participants, recordings: [], occupants });

  assert.deepEqual(state.occupants, occupants);
  assert.deepEqual(state.participants.map(({ userId, isInMedia }) => [userId, isInMedia]), [['in', true]]);
  assert.equal('occupants' in state.meeting, false);
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
