import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { attached, settled } from './rig.mjs';

afterEach(() => {
  delete globalThis.addEventListener;
  delete globalThis.removeEventListener;
});

test('Who hangs up leaves the meeting, once', async () => {
  const { meeting, person } = await attached();

  person.press('hangup');
  await settled();

  assert.equal(meeting.left, 1);
  assert.deepEqual(person.commands, []);
});

test('Who gives up before entering leaves the meeting', async () => {
  const { meeting, person } = await attached({ enter: false });

  person.says('readyToClose');
  await settled();

  assert.equal(meeting.left, 1);
});

test('Who is kicked in Jitsi leaves the meeting; of others it is not said', async () => {
  const { meeting, person } = await attached();
  person.says('participantKickedOut', { kicked: { id: 'b0b', local: false }, kicker: { id: 'x' } });
  assert.equal(meeting.left, 0);

  person.says('participantKickedOut', { kicked: { id: 'me', local: true }, kicker: { id: 'x' } });

  assert.equal(meeting.left, 1);
});

test('A reload of the page leaves nothing: the session is to be taken up again', async () => {
  const page = new EventTarget();
  globalThis.addEventListener = page.addEventListener.bind(page);
  globalThis.removeEventListener = page.removeEventListener.bind(page);
  const { meeting, person } = await attached();

  page.dispatchEvent(new Event('beforeunload'));
  person.leave();
  await settled();

  assert.equal(meeting.left, 0);
});

test('Who stays on a page that was about to go, and hangs up later, leaves the meeting', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const page = new EventTarget();
  globalThis.addEventListener = page.addEventListener.bind(page);
  globalThis.removeEventListener = page.removeEventListener.bind(page);
  const { meeting, person } = await attached();

  page.dispatchEvent(new Event('beforeunload'));
  t.mock.timers.tick(60_000);
  person.leave();
  await settled();

  assert.equal(meeting.left, 1);
});

test('A page that comes back out of the cache of its browser is there again', async () => {
  const page = new EventTarget();
  globalThis.addEventListener = page.addEventListener.bind(page);
  globalThis.removeEventListener = page.removeEventListener.bind(page);
  const { meeting, person } = await attached();

  page.dispatchEvent(new Event('pagehide'));
  page.dispatchEvent(new Event('pageshow'));
  person.leave();
  await settled();

  assert.equal(meeting.left, 1);
});

test('A Jitsi that reloads itself after a fatal error leaves nothing, and hanging up later does', async () => {
  const { meeting, person } = await attached();

  person.says('errorOccurred', { name: 'connection.droppedError', type: 'CONNECTION', isFatal: true });
  person.leave();
  person.enter('me again');
  await settled();
  assert.equal(meeting.left, 0);
  person.press('hangup');

  assert.equal(meeting.left, 1);
});

test('A move to a breakout room leaves nothing', async () => {
  const { meeting, person } = await attached();
  person.says('breakoutRoomsUpdated', { rooms: { main: { isMainRoom: true }, one: {} } });

  person.leave();
  person.enter('me there', true);
  await settled();

  assert.equal(meeting.left, 0);
});

test('A Jitsi that never was entered and says that it left is not left', async () => {
  const { meeting, person } = await attached({ enter: false });

  person.says('videoConferenceLeft');

  assert.equal(meeting.left, 0);
});

test('That leaving fails is an error for whoever wants to know, and nothing else', async () => {
  const { meeting, person, errors } = await attached();
  meeting.leave = () => Promise.reject(new Error('away'));

  person.press('hangup');
  await settled();

  assert.deepEqual(errors.map(({ message }) => message), ['away']);
});

test('What a listener of the end throws goes to onError', async () => {
  const { meeting, errors } = await attached({ options: { onEnded: () => { throw new Error('mine'); } } });

  meeting.event('meeting_ended', { reason: 'host', by: 'hugo' });
  await settled();

  assert.deepEqual(errors.map(({ message }) => message), ['mine']);
});
