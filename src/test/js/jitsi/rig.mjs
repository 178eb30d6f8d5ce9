import { readFileSync } from 'node:fs';
import { attachJitsi } from '../../../main/web/jitsi.js';
import { ScriptedMeeting } from './scripted-meeting.mjs';
import { standIn } from './stand-in.mjs';

export const list = JSON.parse(readFileSync(new URL('iframe-api.json', import.meta.url), 'utf8'));

/** A meeting, a Jitsi and what binds them; the person is in the room, everything off, unless told otherwise. */
export async function attached({ role = 'Participant', without, enter = true, options = {}, open = {} } = {}) {
  const meeting = new ScriptedMeeting(role);
  const Jitsi = standIn(list, { without });
  const configOverwrite = { startWithAudioMuted: !open.microphone, startWithVideoMuted: !open.camera };
  const api = new Jitsi('meet.example.org', { roomName: 'abc', jwt: tokenOf('ann'), configOverwrite });
  const errors = [];
  const detach = attachJitsi(api, meeting, { onError: (error) => errors.push(error), ...options });
  if (enter) api.person.enter('me');
  await settled();
  return { meeting, api, person: api.person, errors, detach, names: () => meeting.commands.map(([name]) => name) };
}

export function tokenOf(id) {
  return `e30.${Buffer.from(JSON.stringify({ context: { user: { id, name: id } } })).toString('base64url')}.signature`;
}

/** All that promises still had to do is done. */
export function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}
