// Compiled, never run: the declarations fit the modules, and what users write compiles.
import type * as Declared from '../../../main/web/gavel-client.d.ts';
import { connect as declaredConnect } from '../../../main/web/gavel-client.js';
import { connect } from '../../../main/web/gavel.js';
import { GavelError } from '../../../main/web/gavel-error.js';
import { attachJitsi, jitsiOptions } from '../../../main/web/jitsi.js';
import { reduce, stateOfDetail, stateOfSnapshot } from '../../../main/web/roster.js';

export const made: typeof Declared = {
  connect,
  GavelError,
  reduce,
  stateOfDetail,
  stateOfSnapshot,
  attachJitsi,
  jitsiOptions,
};

export async function page(show: (text: string) => void): Promise<void> {
  const gavel = declaredConnect(['http://localhost:5000', 'http://localhost:5001'], {
    getToken: async () => 'token',
    timeout: 10_000,
  });
  gavel.on('connection', ({ state, node, reconnects, reason }) => show(`${state} ${node} ${reconnects} ${reason}`));
  gavel.on('meeting_invitation', ({ title, hostName }) => show(`${hostName} invites you to ${title}`));

  const { id } = await gavel.meetings.create({ title: 'Interview', participantUserIds: [123] });
  const meeting = await gavel.join(id, { password: 'secret' });
  const end = meeting.on('user_audio_status', ({ userName, isMuted }) => show(`${userName} ${isMuted}`));
  meeting.on('state', ({ participants }) => participants.forEach((one) => show(`${one.userName} ${one.handPosition}`)));
  meeting.on('closed', ({ reason }) => show(reason));

  const { ok, seq } = await meeting.emit('meeting_audio_status', { isMuted: false });
  await meeting.emit('meeting_hand_raised');
  show(`${ok} ${seq} ${meeting.jitsiToken} ${meeting.role}`);
  // @ts-expect-error: a command that there is not
  await meeting.emit('meeting_audio');
  // @ts-expect-error: a field of another type
  await meeting.emit('meeting_audio_status', { isMuted: 'yes' });
  // @ts-expect-error: without the field that it is about
  await meeting.emit('meeting_audio_status');
  await meeting.emit('meeting_hand_lowered', { userId: 'ben' });
  await meeting.emit('meeting_hand_lowered');
  // @ts-expect-error: nobody changes a state
  meeting.state.participants[0].isMuted = true;
  // @ts-expect-error: nor who is in Jitsi
  meeting.state.occupants[0].userId = null;
  meeting.on('occupant_joined', ({ userId, name }) => show(userId ?? `${name}, a guest`));
  const { host, script, options } = await jitsiOptions(meeting, { lang: 'en' });
  show(`${host} ${script} ${Object.keys(options)}`);
  end();

  const conversation = await gavel.conversation(meeting.state.meeting.chatConversationId ?? 0);
  const { messageId } = await conversation.send('hello');
  await conversation.react(messageId, '👍');
  show(conversation.state.messages.at(-1)?.text ?? '');

  const [ben] = await gavel.presence.watch(['ben']);
  show(String(ben?.online));
  await gavel.request<{ id: number }>('GET', '/api/meeting/1').catch((failure: Declared.GavelError) => show(failure.code));
  const unbind = attachJitsi({}, meeting);
  unbind();
  await meeting.leave();
  gavel.close();
}
