import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { WebSocket } from 'ws';
import { attachJitsi, connect, jitsiOptions } from '../../../main/web/gavel-client.js';
import { list } from './rig.mjs';
import { standIn } from './stand-in.mjs';

const url = process.env.GAVEL_URL;
const mark = `-${process.pid}-${Date.now()}`;
const clients = [];
after(() => clients.forEach((client) => client.close()));

/** Somebody with a client whose sockets can be cut. */
function client(name) {
  const sockets = [];
  class Socket extends WebSocket {
    constructor(...where) {
      super(...where);
      sockets.push(this);
    }
  }
  const getToken = async () => {
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ userId: name + mark, name });
    return (await (await fetch(`${url}/dev/token`, { method: 'POST', headers, body })).json()).token;
  };
  const gavel = connect(url, { getToken, WebSocket: Socket });
  clients.push(gavel);
  return Object.assign(gavel, { cut: () => sockets.at(-1).terminate() });
}

/** A new meeting, Ada in it as Host, and Bob as Participant with a Jitsi. */
async function together(options = {}) {
  assert.ok(url, 'this test needs a node in dev mode at GAVEL_URL');
  const [ada, bob] = [client('ada'), client('bob')];
  const { id } = await ada.meetings.create({ title: 'Jitsi', participantUserIds: [`bob${mark}`], recordingEnabled: false });
  const [hers, his] = [await ada.join(id), await bob.join(id)];
  const jitsi = await jitsiOptions(his);
  const api = new (standIn(list))(jitsi.host, jitsi.options);
  const errors = [];
  attachJitsi(api, his, { onError: (error) => errors.push(error), ...options });
  api.person.enter('b0b');
  const seen = (wanted) => until(hers, ({ participants }) => wanted(participants.find(({ userName }) => userName === 'bob')));
  await seen((him) => him?.isMuted === false && him.isVideoOn);
  return { ada, bob, hers, his, api, person: api.person, errors, seen };
}

function until(meeting, isSo) {
  return new Promise((resolve) => {
    const look = (state) => isSo(state) && (off(), resolve(state));
    const off = meeting.on('state', look);
    look(meeting.state);
  });
}

test('What Bob does in Jitsi, Ada sees; what Ada asks for, his Jitsi does', async () => {
  const { hers, person, api, errors, seen } = await together();

  person.press('share');
  person.press('hand');
  await seen((him) => him.isSharingScreen && him.isHandRaised);
  await hers.emit('meeting_hand_lowered', { userId: `bob${mark}` });
  await hers.emit('meeting_mute_all');
  await seen((him) => him.isMuted && !him.isHandRaised);

  assert.equal(await api.isAudioMuted(), true);
  assert.deepEqual(person.commands, [['toggleRaiseHand'], ['toggleAudio']]);
  assert.deepEqual(errors, []);
});

test('What Bob does while his connection is away is told when it is back, and nothing is told twice', async () => {
  const { bob, hers, person, errors, seen } = await together();
  const heard = [];
  hers.on('event', ({ event, isMuted }) => heard.push(isMuted === undefined ? event : `${event} ${isMuted}`));

  bob.cut();
  person.press('microphone');
  person.press('microphone');
  person.press('microphone');
  person.press('hand');
  await seen((him) => him.isMuted && him.isHandRaised);

  assert.deepEqual(heard.sort(), ['user_audio_status true', 'user_hand_raised']);
  assert.deepEqual(errors, []);
});

test('When Ada ends the meeting Bob hangs up, and his page is told why', async () => {
  let ended;
  const end = new Promise((resolve) => { ended = resolve; });
  const { ada, hers, person, errors } = await together({ onEnded: ended });

  await ada.meetings.end(hers.id);

  assert.equal((await end).ended.reason, 'host');
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(person.commands, [['hangup']]);
  assert.deepEqual(errors, []);
});

test('When Ada removes Bob he hangs up, and when he hangs up himself Ada sees him go', async () => {
  const removed = await together();
  const closed = new Promise((resolve) => removed.his.on('closed', resolve));
  await removed.ada.meetings.remove(removed.hers.id, `bob${mark}`);
  assert.equal((await closed).reason, 'removed');
  assert.deepEqual(removed.person.commands, [['hangup']]);

  const left = await together();
  left.person.press('hangup');
  await left.seen((him) => him === undefined);
  assert.deepEqual(left.errors, []);
});
