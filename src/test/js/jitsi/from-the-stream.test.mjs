import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attachJitsi } from '../../../main/web/jitsi.js';
import { attached, list, settled } from './rig.mjs';
import { ScriptedMeeting } from './scripted-meeting.mjs';
import { standIn } from './stand-in.mjs';

const muteRequests = [
  ['to all, of a Participant', 'Participant', { userId: null, by: 'hugo' }, true],
  ['to this user', 'Participant', { userId: 'ann', by: 'hugo' }, true],
  ['to this user, a Moderator', 'Moderator', { userId: 'ann', by: 'hugo' }, true],
  ['to all, of a Moderator', 'Moderator', { userId: null, by: 'hugo' }, false],
  ['to all, of the Host who asks', 'Host', { userId: null, by: 'ann' }, false],
  ['to another', 'Participant', { userId: 'bob', by: 'hugo' }, false],
  ['that this user sent', 'Participant', { userId: 'ann', by: 'ann' }, false],
];
for (const [which, role, fields, closes] of muteRequests) {
  test(`A mute request ${which} ${closes ? 'closes' : 'does not close'} the microphone`, async () => {
    const { meeting, api } = await attached({ role, open: { microphone: true } });

    meeting.event('mute_requested', fields);
    await settled();

    assert.equal(await api.isAudioMuted(), closes);
    assert.equal(meeting.me.isMuted, closes);
  });
}

test('A mute request never opens a microphone', async () => {
  const { meeting, api, person } = await attached();

  meeting.event('mute_requested', { userId: 'ann', by: 'hugo' });
  await settled();

  assert.equal(await api.isAudioMuted(), true);
  assert.deepEqual(person.commands, []);
});

test('A Jitsi that cannot be asked is muted by what it last said', async () => {
  const { meeting, person } = await attached({ without: ['isAudioMuted', 'isVideoMuted', 'isSharingScreen'] });
  person.press('microphone');
  person.press('microphone');
  meeting.event('mute_requested', { userId: 'ann', by: 'hugo' });
  await settled();
  assert.deepEqual(person.commands, []);

  person.press('microphone');
  meeting.event('mute_requested', { userId: 'ann', by: 'hugo' });
  await settled();

  assert.deepEqual(person.commands, [['toggleAudio']]);
  assert.equal(meeting.me.isMuted, true);
});

test("A Moderator's lowering of this user's hand lowers it in Jitsi, and is not told back", async () => {
  const { meeting, person, names } = await attached();
  person.press('hand');
  await settled();

  meeting.event('user_hand_lowered', { userId: 'ann' });
  await settled();

  assert.deepEqual(person.commands, [['toggleRaiseHand']]);
  assert.deepEqual(names(), ['meeting_hand_raised']);
});

test('A lowering that is told twice lowers the hand once', async () => {
  const { meeting, person } = await attached();
  person.press('hand');
  await settled();

  meeting.event('user_hand_lowered', { userId: 'ann' });
  meeting.event('user_hand_lowered', { userId: 'ann' });
  await settled();

  assert.deepEqual(person.commands, [['toggleRaiseHand']]);
});

test('A hand that Jitsi does not show is not toggled', async () => {
  const { meeting, person } = await attached();

  meeting.event('user_hand_lowered', { userId: 'ann' });
  meeting.event('user_hand_lowered', { userId: 'bob' });
  await settled();

  assert.deepEqual(person.commands, []);
});

for (const over of ['meeting_ended', 'meeting_cancelled']) {
  test(`${over}: everybody hangs up, the Host's page ends the room, and the page is told afterwards, once`, async () => {
    for (const [role, commands] of [['Host', [['endConference'], ['hangup']]], ['Participant', [['hangup']]]]) {
      const ends = [];
      const { meeting, person } = await attached({ role, options: { onEnded: (state) => ends.push([state.ended, names()]) } });
      const names = () => person.commands.length;

      meeting.event(over, { reason: 'host', by: 'hugo' });
      await settled();

      assert.deepEqual(person.commands, commands);
      assert.equal(ends.length, 1);
      assert.equal(meeting.left, 0);
    }
  });
}

test("The Host's page leaves Jitsi's room to the others where it is told to", async () => {
  const { meeting, person } = await attached({ role: 'Host', options: { endForAll: false } });

  meeting.event('meeting_ended', { reason: 'host', by: 'ann' });
  await settled();

  assert.deepEqual(person.commands, [['hangup']]);
});

test('A meeting that ended while nobody listened ends with the state that says so', async () => {
  const { meeting, person } = await attached();
  meeting.state = { ...meeting.state, ended: { at: '', reason: 'time', by: 'system' } };

  meeting.tell('reset', meeting.state);
  meeting.tell('state', meeting.state);
  await settled();

  assert.deepEqual(person.commands, [['hangup']]);
});

test('A meeting that is over already is hung up', async () => {
  const meeting = new ScriptedMeeting();
  meeting.event('meeting_ended', { reason: 'host', by: 'hugo' });
  const api = new (standIn(list))('meet.example.org', { roomName: 'abc' });

  attachJitsi(api, meeting);
  await settled();

  assert.deepEqual(api.person.commands, [['hangup']]);
});

test('A page that becomes a Moderator does not make itself one in Jitsi', async () => {
  const { meeting, person } = await attached({ role: 'Moderator' });

  meeting.event('role_changed', { userId: 'ann', role: 'Moderator', by: 'hugo' });
  await settled();

  assert.deepEqual(person.commands, []);
});

test('Who becomes a Moderator is made one in Jitsi by the pages that moderate', async () => {
  for (const [role, commands] of [['Host', [['grantModerator', 'b0b']]], ['Participant', []]]) {
    const { meeting, person } = await attached({ role });
    person.meets('b0b', 'bob');

    meeting.event('role_changed', { userId: 'bob', role: 'Moderator', by: 'hugo' });
    await settled();

    assert.deepEqual(person.commands, commands, role);
  }
});

test('A Moderator who becomes a Participant keeps the rights that Jitsi cannot take', async () => {
  const { meeting, person } = await attached({ role: 'Host' });
  person.meets('b0b', 'bob');

  meeting.event('role_changed', { userId: 'bob', role: 'Participant', by: 'ann' });
  await settled();

  assert.deepEqual(person.commands, []);
});

test('Of whom Jitsi did not tell is looked for in its list of people', async () => {
  const { meeting, person, api } = await attached({ role: 'Host' });
  api.removeEventListener('participantJoined');
  person.meets('b0b', 'bob');

  meeting.event('participant_removed', { userId: 'bob' });
  await settled();

  assert.deepEqual(person.commands, [['kickParticipant', 'b0b']]);
});

test('Who is removed is kicked by the pages that moderate, on each of its devices', async () => {
  for (const [role, kicked] of [['Moderator', 2], ['Participant', 0]]) {
    const { meeting, person } = await attached({ role });
    person.meets('b0b', 'bob');
    person.meets('b1b', 'bob');
    person.meets('car', 'carl');

    meeting.event('participant_removed', { userId: 'bob' });
    await settled();

    assert.equal(person.commands.length, kicked, role);
    assert.ok(person.commands.every(([name, id]) => name === 'kickParticipant' && id !== 'car'));
  }
});

test('A Jitsi that does not tell user ids kicks nobody', async () => {
  const { meeting, person, errors } = await attached({ role: 'Host', without: ['getRoomsInfo', 'getParticipantsInfo'] });
  person.meets('b0b', undefined, 'bob');

  meeting.event('participant_removed', { userId: 'bob' });
  await settled();

  assert.deepEqual([person.commands, errors], [[], []]);
});

test('Who is removed hangs up, and sends nothing any more', async () => {
  const { meeting, person } = await attached();

  meeting.event('participant_removed', { userId: 'ann' });
  meeting.tell('closed', { reason: 'removed' });
  await settled();

  assert.deepEqual(person.commands, [['hangup']]);
  assert.deepEqual([meeting.commands, meeting.left], [[], 0]);
});

test("A page that leaves the meeting by its own button leaves Jitsi's room", async () => {
  const { meeting, person } = await attached();

  await meeting.leave();
  await settled();

  assert.deepEqual(person.commands, [['hangup']]);
  assert.equal(meeting.left, 1);
});

test('A meeting that cannot be followed any more leaves the call alone, and says so', async () => {
  const { meeting, person, errors } = await attached();

  meeting.tell('closed', { reason: 'UNAUTHENTICATED' });
  await settled();

  assert.deepEqual(person.commands, []);
  assert.match(errors[0].message, /UNAUTHENTICATED/);
});

test('A meeting that the page follows no more leaves the call alone', async () => {
  const { meeting, person, errors } = await attached();

  meeting.tell('closed', { reason: 'closed' });
  await settled();

  assert.deepEqual([person.commands, errors, meeting.listening()], [[], [], 0]);
});
