import assert from 'node:assert/strict';
import { test } from 'node:test';
import { happen, inside, seqs } from './scenes.mjs';
import { Stage } from './stage.mjs';

test('the state is told after the event that made it', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  const order = [];
  meeting.on('event', ({ seq }) => order.push(`event ${seq}, state ${meeting.state.seq}`));
  meeting.on('mute_requested', () => order.push('mute_requested'));
  meeting.on('state', ({ seq }) => order.push(`state ${seq}`));

  await happen(stage, 1);

  assert.deepEqual(order, ['event 2, state 2', 'mute_requested', 'state 2']);
});

test('a listener that fails is reported, and stops nobody', async () => {
  const stage = new Stage();
  const { meeting, heard } = await inside(stage);
  meeting.on('mute_requested', () => {
    throw new Error('mine');
  });
  meeting.on('mute_requested', async () => {
    throw new Error('later');
  });

  await happen(stage, 2);

  assert.deepEqual(stage.errors.map(({ message }) => message), ['mine', 'later', 'mine', 'later']);
  assert.deepEqual(seqs(heard), [2, 3]);
});

test('a listener can be taken off, also by itself', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  const told = [];
  meeting.once('mute_requested', () => told.push('once'));
  const end = meeting.on('mute_requested', () => told.push('until taken off'));
  await happen(stage, 1);
  end();

  await happen(stage, 1);

  assert.deepEqual(told, ['once', 'until taken off']);
});

test('a listener that another one takes off is told nothing more', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  const told = [];
  const end = [];
  meeting.on('mute_requested', () => end.forEach((off) => off()));
  end.push(meeting.on('mute_requested', () => told.push('second')));

  await happen(stage, 1);

  assert.deepEqual(told, []);
});

test('who listens once can be taken off by what was given', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  const told = [];
  const listener = () => told.push('once');
  meeting.once('mute_requested', listener);
  meeting.off('mute_requested', listener);

  await happen(stage, 1);

  assert.deepEqual(told, []);
});

test('nothing is told after closed, not even the rest of what is told just then', async () => {
  const stage = new Stage();
  const { meeting } = await inside(stage);
  const told = [];
  for (const name of ['mute_requested', 'state', 'closed']) {
    meeting.on(name, () => told.push(name));
  }
  meeting.once('event', () => meeting.close());

  await happen(stage, 1);

  assert.deepEqual(told, ['closed']);
});
