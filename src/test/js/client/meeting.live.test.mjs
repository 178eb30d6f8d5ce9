import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reduce, stateOfDetail } from '../../../main/web/roster.js';
import { client, idOf, listen, secret, shortToken, told, until, way } from './live.mjs';

const place = (state, name) => state.participants.find(({ userId }) => userId === idOf(name));

/** Ada and Ben in a meeting of Ada's. */
async function together(fields = {}, options = {}) {
  const ada = await client('ada', options.ada);
  const ben = await client('ben', options.ben);
  const { id } = await ada.meetings.create({ title: 'Live', participantUserIds: [idOf('ben')], ...fields });
  const [of, other] = [await ada.join(id), await ben.join(id)];
  await until(of, (state) => place(state, 'ben'));
  return { ada, ben, id, meetings: [of, other] };
}

const same = (one, other) => assert.deepEqual(withoutSince(one.state), withoutSince(other.state));

/** Who came later than a client knows since when. */
function withoutSince({ participants, ...state }) {
  return { ...state, participants: participants.map(({ since, ...one }) => one) };
}

test('what one does the other sees, and both states agree', async () => {
  const { meetings: [ada, ben] } = await together();
  const heard = listen(ben);

  await ada.emit('meeting_audio_status', { isMuted: false });
  await ada.emit('meeting_screen_share_started');
  await ben.emit('meeting_hand_raised');
  const { seq } = await ada.emit('meeting_hand_raised');
  await Promise.all([ada, ben].map((meeting) => until(meeting, (state) => state.seq === seq)));

  assert.deepEqual(heard.map(({ event }) => event), [
    'user_audio_status',
    'user_screen_share_started',
    'user_hand_raised',
    'user_hand_raised',
  ]);
  assert.deepEqual([place(ben.state, 'ben').handPosition, place(ben.state, 'ada').handPosition], [1, 2]);
  assert.deepEqual([ada.role, ben.role, ada.isInside], ['Host', 'Participant', true]);
  assert.ok(ada.jitsiToken && ada.jitsi.domain);
  same(ada, ben);
});

test('over many cuts each event is heard once and in order, and each command takes effect once', async () => {
  const cut = await way();
  const { ben: looker, id, meetings: [ada, ben] } = await together({}, { ada: { at: cut.url } });
  const first = ada.state;
  const heard = listen(ada);

  const answers = [];
  for (let count = 0; count < 30; count++) {
    answers.push(ada.emit('meeting_audio_status', { isMuted: count % 2 === 1 }));
    answers.push(ben.emit('meeting_video_status', { isVideoOn: count % 2 === 0 }));
    if (count % 5 === 0) {
      cut.cut();
    }
    await answers.at(-1);
  }
  const seqs = (await Promise.all(answers)).map(({ seq }) => seq);
  await Promise.all([ada, ben].map((meeting) => until(meeting, (state) => state.seq >= Math.max(...seqs))));

  const { items } = await looker.meetings.events(id, { after: first.seq, limit: 1000 });
  assert.equal(new Set(seqs).size, 60);
  assert.equal(items.length, 60);
  assert.deepEqual(heard, items);
  assert.deepEqual(ada.state, items.reduce(reduce, first));
  same(ada, ben);
});

test('a cut that nobody notices: the session goes on', async () => {
  const cut = await way();
  const { ada: gavel, meetings: [ada, ben] } = await together({}, { ada: { at: cut.url } });
  await ada.emit('meeting_audio_status', { isMuted: false });
  const { sessionId } = ada;

  cut.cut();
  await told(gavel, 'reconnected');
  await ada.emit('meeting_hand_raised');
  const state = await until(ben, (now) => place(now, 'ada').isHandRaised);

  assert.equal(place(state, 'ada').isMuted, false);
  assert.equal(ada.sessionId, sessionId);
  assert.equal(gavel.connection.reconnects, 1);
});

test('the state is what the node says when it is read', async () => {
  const { ada: gavel, id, meetings: [ada] } = await together();
  await ada.emit('meeting_video_status', { isVideoOn: true });
  const { seq } = await ada.emit('meeting_hand_raised');
  const folded = await until(ada, (state) => state.seq === seq);

  const read = stateOfDetail(await gavel.meetings.get(id));

  const { version, ...meeting } = read.meeting;
  const { version: older, ...known } = folded.meeting;
  assert.deepEqual(known, meeting);
  assert.deepEqual(withoutSince({ ...folded, meeting }), withoutSince({ ...read, meeting }));
});

test('fields that the host changes are read anew by everybody', async () => {
  const { ada: gavel, id, meetings } = await together();

  await gavel.meetings.edit(id, { title: 'Other' });

  await Promise.all(meetings.map((meeting) => until(meeting, (state) => state.meeting.title === 'Other')));
});

test('who asks for silence may, and who may not is told so', async () => {
  const { meetings: [ada, ben] } = await together();
  const asked = told(ben, 'mute_requested');

  await ada.emit('meeting_mute_user', { userId: idOf('ben') });

  assert.equal((await asked).userId, idOf('ben'));
  await assert.rejects(ben.emit('meeting_mute_all'), { code: 'FORBIDDEN', status: 403 });
});

test('the end reaches everybody; the stream goes on, and takes no more commands', async () => {
  const { ada: gavel, id, meetings: [ada, ben] } = await together();
  const ends = [told(ada, 'meeting_ended'), told(ben, 'meeting_ended')];

  await gavel.meetings.end(id);
  await Promise.all(ends);

  const { status, participants, ended } = ben.state;
  assert.deepEqual([status, participants, ended.reason, ben.isInside], ['Completed', [], 'host', false]);
  await assert.rejects(ben.emit('meeting_hand_raised'), { code: 'MEETING_ENDED', status: 410 });
  const added = told(ben, 'recording_added');
  await gavel.meetings.addRecording(id, { fileUrl: 'https://example.test/1.mp4' });
  await added;
});

test('an end that is missed is heard of after the return', async () => {
  const cut = await way();
  const { ada: gavel, id, meetings: [, ben] } = await together({}, { ben: { at: cut.url } });
  const end = told(ben, 'meeting_ended');

  cut.cut();
  await gavel.meetings.end(id);

  assert.equal((await end).reason, 'host');
});

test('who is removed hears it as the last thing', async () => {
  const { ada: gavel, id, meetings: [, ben] } = await together();
  const heard = listen(ben);
  const closed = told(ben, 'closed');

  await gavel.meetings.remove(id, idOf('ben'));

  assert.deepEqual(await closed, { reason: 'removed' });
  assert.deepEqual(heard.map(({ event }) => event), ['participant_removed']);
});

test('who leaves is out at once, and may come again', async () => {
  const { ben: gavel, id, meetings: [ada, ben] } = await together();

  await ben.leave();
  await until(ada, (state) => !place(state, 'ben'));
  const again = await gavel.join(id);

  await until(ada, (state) => place(state, 'ben'));
  assert.equal(again.isInside, true);
});

test('a password is asked for once: coming back needs none', async () => {
  const cut = await way();
  const ada = await client('ada');
  const ben = await client('ben', { at: cut.url });
  const { id } = await ada.meetings.create({ title: 'Closed', participantUserIds: [idOf('ben')], password: 'secret!' });

  await assert.rejects(ben.join(id), { code: 'PASSWORD_REQUIRED', status: 403 });
  await assert.rejects(ben.join(id, { password: 'wrong!' }), { code: 'WRONG_PASSWORD', status: 403 });
  const meeting = await ben.join(id, { password: 'secret!' });
  cut.cut();
  await told(ben, 'reconnected');

  await meeting.emit('meeting_hand_raised');
});

test('who looks on follows a meeting that has not begun, and hears it begin', async () => {
  const ada = await client('ada');
  const ben = await client('ben');
  const { id } = await ada.meetings.create({ title: 'Later', participantUserIds: [idOf('ben')] });

  const meeting = await ben.watch(id);
  assert.deepEqual([meeting.state.status, meeting.state.seq, meeting.role], ['Scheduled', 0, 'Participant']);
  await ada.join(id);
  const state = await until(meeting, (now) => place(now, 'ada'));

  assert.equal(state.status, 'InProgress');
  await assert.rejects(meeting.emit('meeting_hand_raised'), { code: 'NOT_IN_MEETING' });
});

// A skipped fact would be one that is missing.
if (secret) {
  test('a token that lives for seconds is renewed on the connection that it opened', async () => {
    let given = 0;
    // By then the first one's leeway of ten seconds is over.
    let afterAll = () => {};
    const enough = new Promise((resolve) => (afterAll = resolve));
    const getToken = () => {
      given++;
      if (given === 5) {
        afterAll();
      }
      return shortToken('ada', 2 + given);
    };
    const gavel = await client('ada', { getToken });
    const { id } = await gavel.meetings.create({ title: 'Short' });
    const meeting = await gavel.join(id);

    await enough;
    await meeting.emit('meeting_hand_raised');
    assert.equal(gavel.connection.reconnects, 0);
  });
}
