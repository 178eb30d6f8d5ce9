import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from './model-node.mjs';
import { inside, sent } from './scenes.mjs';
import { Stage } from './stage.mjs';

test('a command whose answer is lost is repeated under its id after the meeting is joined again, and counts once', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  let cuts = 2;
  stage.node.answers = ({ address }, answer, socket) => {
    if (address === 'meeting_audio_status' && cuts-- > 0) {
      socket.cut();
      return null;
    }
    return answer;
  };

  const answer = await stage.until(meeting.emit('meeting_audio_status', { isMuted: false }));

  assert.deepEqual(answer, { ok: true, seq: 2 });
  assert.equal(stage.node.head, 2);
  const ids = sent(stage, 'meeting_audio_status').map(({ body }) => body.clientEventId);
  assert.deepEqual([ids.length, new Set(ids).size], [3, 1]);
  const last = stage.sockets.at(-1).sent.map(({ address }) => address);
  assert.ok(last.indexOf('join_meeting_room') < last.indexOf('meeting_audio_status'));
});

test('commands take effect in the order of their calls, though the first is refused for now', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  let refusals = 2;
  stage.node.answers = ({ address }, answer) =>
    address === 'meeting_audio_status' && refusals-- > 0 ? refusal(503, 'UNAVAILABLE') : answer;

  const all = [true, false, true].map((isMuted) => meeting.emit('meeting_audio_status', { isMuted }));
  const answers = await stage.until(Promise.all(all));

  assert.deepEqual(answers.map(({ seq }) => seq), [2, 3, 4]);
  assert.deepEqual(stage.node.log.slice(1).map(({ isMuted }) => isMuted), [true, false, true]);
  assert.equal(sent(stage, 'meeting_audio_status').length, 3 + 2);
});

test('a command that is given while there is no connection waits for one', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  stage.sockets[0].cut();

  const answer = await stage.until(meeting.emit('meeting_audio_status', { isMuted: false }));

  assert.equal(answer.seq, 2);
});

test('a command is given up when its time is over, and the next one is not held back', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage, { timeout: 5_000 });
  stage.refuses = () => true;
  stage.sockets[0].cut();
  const start = stage.now;

  await assert.rejects(stage.until(meeting.emit('meeting_audio_status', { isMuted: false })), { code: 'TIMEOUT', status: 0 });
  assert.equal(stage.now - start, 5_000);
  stage.refuses = () => false;

  const answer = await stage.until(meeting.emit('meeting_audio_status', { isMuted: true }));
  assert.equal(answer.seq, 2);
});

test('what is refused is told with its code, and not repeated', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  stage.node.answers = ({ address }, answer) => (address.startsWith('meeting_') ? refusal(403, 'FORBIDDEN') : answer);

  await assert.rejects(stage.until(meeting.emit('meeting_mute_all')), { name: 'GavelError', code: 'FORBIDDEN', status: 403 });

  assert.equal(sent(stage, 'meeting_mute_all').length, 1);
});
