import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import { externalApi } from './external-api.mjs';
import { list } from './rig.mjs';
import { standIn } from './stand-in.mjs';

const open = () => new (standIn(list))('meet.example.org', { roomName: 'abc' });

test('An event, a command, a function or a field that Jitsi does not have is refused', () => {
  const api = open();

  assert.throws(() => api.addListener('handRaised', () => {}), /no event/);
  assert.throws(() => api.executeCommand('createBreakoutRoom'), /no command/);
  assert.throws(() => api.executeCommand('toggleAudio', true), /Too much/);
  assert.throws(() => api.isHandRaised(), /no function/);
  assert.throws(() => api.person.says('audioMuteStatusChanged', { isMuted: true }), /no isMuted/);
});

test('A room with capitals and a host with a scheme are refused', () => {
  const Jitsi = standIn(list);

  assert.throws(() => new Jitsi('meet.example.org', { roomName: 'Abc' }), /no room/);
  assert.throws(() => new Jitsi('https://meet.example.org', { roomName: 'abc' }), /a host/);
});

test('A command is obeyed later, and told by the event that belongs to it', async () => {
  const api = open();
  const heard = [];
  api.addListener('audioMuteStatusChanged', (event) => heard.push(event));

  api.executeCommand('toggleAudio');

  assert.deepEqual(heard, []);
  assert.equal(await api.isAudioMuted(), true);
  assert.deepEqual(heard, [{ muted: true }]);
});

test('Every name beyond the notes has its source', () => {
  const names = [list.commands.toggleAudio, list.commands.hangup, list.functions.isSharingScreen, list.events.breakoutRoomsUpdated];

  assert.ok(names.every(({ source }) => source.startsWith('https://')));
});

test('external_api.js is a plain script that gives the page a JitsiMeetExternalAPI whose person enters by itself', () => {
  const tasks = [];
  const page = vm.createContext({ setTimeout: (task) => tasks.push(task), queueMicrotask, atob, TextDecoder });
  vm.runInContext(externalApi(), page);
  const api = vm.runInContext("new JitsiMeetExternalAPI('meet.example.org', { roomName: 'abc' })", page);
  const entered = [];
  api.addListener('videoConferenceJoined', ({ roomName }) => entered.push(roomName));

  tasks.forEach((task) => task());

  assert.deepEqual(entered, ['abc']);
});
