import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jitsiOptions } from '../../../main/web/jitsi.js';
import { list, tokenOf } from './rig.mjs';
import { joinAnswer, ScriptedMeeting } from './scripted-meeting.mjs';
import { standIn } from './stand-in.mjs';

function joined(minutes) {
  const meeting = new ScriptedMeeting();
  meeting.jitsi = joinAnswer('first', minutes);
  return meeting;
}

test('The first Jitsi gets the token of the join, the room in lower case, a host, and what else it is to get', async () => {
  const { host, options } = await jitsiOptions(joined(60), { parentNode: 'here', jwt: 'none', roomName: 'none' });

  assert.equal(host, 'meet.example.org');
  assert.deepEqual(options, { parentNode: 'here', roomName: 'interview_abc', jwt: 'first' });
});

test('A reloaded Jitsi gets a token of its own', async () => {
  const meeting = joined(60);
  await jitsiOptions(meeting);

  const { options } = await jitsiOptions(meeting);

  assert.deepEqual([options.jwt, meeting.joins], ['renewed 1', 1]);
});

test('A token with little time left is renewed, and so is one that is missing', async () => {
  for (const meeting of [joined(4), new ScriptedMeeting()]) {
    const { options } = await jitsiOptions(meeting);
    assert.equal(options.jwt, 'renewed 1');
  }
});

test('A join that is refused is refused to the caller', async () => {
  const meeting = joined(0);
  meeting.renewJitsi = () => Promise.reject(Object.assign(new Error('over'), { code: 'MEETING_ENDED' }));

  await assert.rejects(jitsiOptions(meeting), { code: 'MEETING_ENDED' });
});

test('A domain with a port and a tenant keeps them', async () => {
  const meeting = joined(60);
  meeting.jitsi = { ...meeting.jitsi, domain: 'https://meet.example.org:8443/tenant/' };

  assert.equal((await jitsiOptions(meeting)).host, 'meet.example.org:8443/tenant');
});

test('In Jitsi as a Service the room and the script are below the tenant', async () => {
  const meeting = joined(60);
  meeting.jitsi = { ...meeting.jitsi, domain: '8x8.vc', tenant: 'vpaas-magic-cookie-1fc5' };

  const { host, script, options } = await jitsiOptions(meeting);

  assert.equal(host, '8x8.vc');
  assert.equal(script, 'https://8x8.vc/vpaas-magic-cookie-1fc5/external_api.js');
  assert.equal(options.roomName, 'vpaas-magic-cookie-1fc5/interview_abc');
});

test('Elsewhere the script is at the root', async () => {
  const meeting = joined(60);
  assert.equal((await jitsiOptions(meeting)).script, 'https://meet.example.org/external_api.js');
  meeting.jitsi = { ...meeting.jitsi, domain: 'http://localhost:8000/' };
  assert.equal((await jitsiOptions(meeting)).script, 'http://localhost:8000/external_api.js');
});

test('The options open a Jitsi', async () => {
  const meeting = joined(60);
  meeting.jitsi = { ...meeting.jitsi, jitsiToken: tokenOf('ann') };
  const { host, options } = await jitsiOptions(meeting);
  const Jitsi = standIn(list);

  const api = new Jitsi(host, options);
  api.person.enter('me');

  assert.deepEqual(api.getParticipantsInfo()[0].userContext, { id: 'ann' });
});
