import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reduce } from '../../../main/web/roster.js';
import { refusal, problem } from './model-node.mjs';
import { Stage } from './stage.mjs';

const SEEDS = 300;
const DEVICES = [['1', 'ada'], ['2', 'ada'], ['3', 'ben'], ['4', null]];

test('whatever dies at any frame: each event is heard once and in order, each command takes effect once and in order', async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    await play(seed).catch((error) => {
      error.message = `seed ${seed}: ${error.message}`;
      throw error;
    });
  }
});

test('where events are gone that is told, and what follows is heard once and in order', async () => {
  for (let seed = 1; seed <= SEEDS / 3; seed++) {
    await play(seed, { forgets: true }).catch((error) => {
      error.message = `seed ${seed}: ${error.message}`;
      throw error;
    });
  }
});

async function play(seed, { forgets = false } = {}) {
  const stage = new Stage(seed);
  const trouble = troubled(stage);
  const people = await Promise.all(['ada', 'ben'].map((name) => enter(stage, name)));
  trouble.begin();
  for (let step = 0; step < 25; step++) {
    const somebody = people[Math.floor(stage.random() * people.length)];
    somebody.says();
    if (stage.random() < 0.3) {
      stage.node.moveDevice(...DEVICES[Math.floor(stage.random() * DEVICES.length)]);
    }
    if (stage.random() < 0.1) {
      stage.node.forget();
    }
    if (forgets && stage.random() < 0.2) {
      stage.node.floor = stage.node.head;
    }
    await stage.pass(stage.random() * 3_000);
  }
  trouble.end();
  await stage.pass(60_000);
  stage.node.add('recording_started', { startedBy: 'ada' });
  await stage.pass(60_000);
  people.forEach((person) => (forgets ? person.judgeLoosely() : person.judge()));
  people.forEach(({ gavel }) => gavel.close());
  await stage.pass(0);
  assert.equal(stage.pending, 0, 'nothing is left behind');
}

/** Frames and answers are lost with their connection, at random. */
function troubled(stage) {
  let isOn = false;
  const happens = (chance) => isOn && stage.random() < chance;
  const cutting = (socket) => {
    socket.cut();
    return true;
  };
  stage.node.swallows = (_, socket) => happens(0.03) && cutting(socket);
  stage.node.drops = (socket) => (happens(0.02) && cutting(socket)) || happens(0.05);
  stage.node.answers = (_, answer, socket) => {
    if (happens(0.05)) {
      cutting(socket);
      return null;
    }
    return happens(0.05) ? refusal(503, 'UNAVAILABLE') : happens(0.01) ? null : answer;
  };
  const busy = problem(503, 'UNAVAILABLE', { 'Retry-After': '1' });
  stage.rest = () => (happens(0.05) ? busy : happens(0.05) ? { status: 0 } : undefined);
  stage.latency = () => stage.random() * 50;
  stage.refuses = () => happens(0.2);
  return { begin: () => (isOn = true), end: () => (isOn = false) };
}

async function enter(stage, name) {
  const gavel = stage.client({ token: name });
  const meeting = await stage.until(gavel.join(1));
  const first = meeting.state;
  const heard = [];
  const said = [];
  meeting.on('event', (event) => heard.push(event));
  meeting.on('reset', ({ seq }) => heard.push({ event: 'reset', seq }));
  return {
    gavel,
    says: () => said.push(say(meeting, said.length % 2 === 0)),
    judge: () => judge({ stage, name, meeting, first, heard, said }),
    judgeLoosely: () => judgeLoosely({ stage, meeting, first, heard }),
  };
}

function say(meeting, isMuted) {
  const one = { isMuted, seq: undefined };
  meeting.emit('meeting_audio_status', { isMuted }).then(
    ({ seq }) => (one.seq = seq),
    (error) => (one.error = error),
  );
  return one;
}

function judge({ stage, name, meeting, first, heard, said }) {
  const { log } = stage.node;
  const expected = log.slice(first.seq);
  assert.deepEqual(heard.map(({ seq }) => seq), expected.map(({ seq }) => seq), `${name} hears all, once, in order`);
  assert.deepEqual(meeting.state, expected.reduce(reduce, first), 'the state is what the events make of it');
  assert.deepEqual(meeting.state.participants.map(({ userId }) => userId).sort(), ['ada', 'ben']);
  const own = log.filter(({ userId, of }) => userId === name && of);
  assert.equal(new Set(own.map(({ of }) => of)).size, own.length, 'no command takes effect twice');
  const answered = said.filter(({ error }) => !error);
  answered.forEach(({ seq }) => assert.ok(seq, 'all is answered'));
  assert.deepEqual(
    answered.map(({ seq, isMuted }) => [seq, isMuted]).filter(([seq], place, all) => place > 0 && seq <= all[place - 1][0]),
    [],
    'commands take effect in the order of their calls',
  );
  answered.forEach(({ seq, isMuted }) => assert.equal(log[seq - 1].isMuted, isMuted));
  said.filter(({ error }) => error).forEach(({ error }) => assert.equal(error.code, 'TIMEOUT'));
}

/** Each event follows the one before it, or a reset. */
function judgeLoosely({ stage, meeting, first, heard }) {
  let { seq } = first;
  for (const one of heard) {
    assert.ok(one.event === 'reset' ? one.seq >= seq : one.seq === seq + 1, `${one.event} ${one.seq} after ${seq}`);
    seq = one.seq;
  }
  assert.equal(seq, stage.node.head);
  const { participants, occupants } = meeting.state;
  const told = ({ userId, isMuted, isInMedia }) => [userId, isMuted, isInMedia];
  assert.deepEqual(participants.map(told).sort(), stage.node.inside().map(told).sort());
  assert.deepEqual(occupants, stage.node.occupants());
}
