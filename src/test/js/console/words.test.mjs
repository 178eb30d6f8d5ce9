import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { sentence } from '../../../main/web/console/sentences.js';
import { failure, initials, length, listed, onDay, stopped, ticking } from '../../../main/web/console/words.js';
import { instant, wallClock } from '../../../main/web/console/zones.js';

const declarations = new URL('../../../main/web/gavel-client.d.ts', import.meta.url);
const ANY = {
  userId: 'u',
  userName: 'Ada',
  name: 'Ada',
  role: 'Host',
  by: 'u',
  startedBy: 'u',
  stoppedBy: 'system',
  position: 1,
  fields: ['title', 'later'],
  reason: 'host',
  durationSeconds: 75,
};

test('every event of a meeting is told in a sentence of its own', async () => {
  const declared = (await readFile(declarations, 'utf8')).split('interface MeetingEvents')[1].split('\n}')[0];
  const names = [...declared.matchAll(/^ {2}(\w+): StreamEvent & \{/gm)].map(([, name]) => name);

  assert.ok(names.length > 15);
  for (const event of names) {
    const text = sentence({ ...ANY, event, seq: 1, at: '2027-03-22T08:00:00.000Z' }, (id) => `<${id}>`);
    assert.notEqual(text, event.replace(/_/g, ' '));
    assert.doesNotMatch(text, /undefined|null|\[object/);
  }
});

test('an event of a later version is told by its name', () => {
  assert.equal(sentence({ event: 'poll_opened', seq: 1, at: '' }, String), 'poll opened');
});

test('lengths are told as one says them', () => {
  assert.deepEqual([5, 75, 600, 4500, 7200].map(length), ['5 s', '1 min 15 s', '10 min', '1 h 15 min', '2 h']);
  assert.deepEqual([-3, 5, 75, 3675].map(ticking), ['0:00', '0:05', '1:15', '1:01:15']);
});

test('many names are cut short', () => {
  assert.equal(listed(['Ada']), 'Ada');
  assert.equal(listed(['Ada', 'Ben', 'Chi', 'Dora']), 'Ada, Ben and 2 others');
});

test('a face has letters whatever the name', () => {
  assert.deepEqual(['Ada Nguyen', 'ben', '🦀 crab', ' ', ''].map(initials), ['AN', 'BE', '🦀C', '?', '?']);
});

test('a wall clock is read in its own time zone', () => {
  const told = (wall, zone) => instant(wall, zone).toISOString();

  assert.equal(told('2027-03-22T09:00', 'Europe/Berlin'), '2027-03-22T08:00:00.000Z');
  assert.equal(told('2027-03-22T09:00', 'Asia/Kolkata'), '2027-03-22T03:30:00.000Z');
  assert.equal(wallClock(new Date('2027-03-22T08:00:00Z'), 'Europe/Berlin'), '2027-03-22T09:00');
});

test('a time that comes twice is the first, and one that is skipped comes after the change', () => {
  assert.equal(instant('2027-10-31T02:30', 'Europe/Berlin').toISOString(), '2027-10-31T00:30:00.000Z');
  assert.equal(instant('2027-03-28T02:30', 'Europe/Berlin').toISOString(), '2027-03-28T01:30:00.000Z');
});

test('a day stands in the middle of a sentence', () => {
  assert.equal(onDay(Date.now()), 'today');
  assert.match(onDay('2020-01-01T12:00:00Z'), /^on /);
});

test('a full stop is set where there is none', () => {
  assert.deepEqual(['rain', 'rain.', 'rain?'].map(stopped), ['rain.', 'rain.', 'rain?']);
});

test('no failure of the client is told in its code', () => {
  for (const code of ['NETWORK', 'TIMEOUT', 'CLOSED']) assert.doesNotMatch(failure({ code, message: `${code}: closed` }), /[A-Z]{4}/);
});
