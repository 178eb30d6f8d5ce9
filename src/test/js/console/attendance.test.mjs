import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attendance } from '../../../main/web/console/attendance.js';

const START = Date.parse('2027-03-22T08:00:00.000Z');
const at = (second) => START + second * 1000;

/** Events as [second, name, userId?]. */
const events = (...told) =>
  told.map(([second, event, userId], index) => ({
    seq: index + 1,
    at: new Date(at(second)).toISOString(),
    event,
    ...(userId && { userId, userName: userId.toUpperCase() }),
  }));

const stays = (person) => person.stays.map(({ from, to, open }) => [(from - START) / 1000, (to - START) / 1000, open]);

test('somebody who left and came back was there twice', () => {
  const { people } = attendance(
    events([0, 'user_joined_meeting', 'ada'], [10, 'user_left_meeting', 'ada'], [30, 'user_joined_meeting', 'ada'], [35, 'meeting_ended']),
    at(99),
  );

  assert.deepEqual(stays(people[0]), [[0, 10, false], [30, 35, false]]);
  assert.equal(people[0].seconds, 15);
});

test('an end closes every stay, and a cancellation does', () => {
  for (const end of ['meeting_ended', 'meeting_cancelled']) {
    const { people, to } = attendance(events([0, 'user_joined_meeting', 'ada'], [5, 'user_joined_meeting', 'ben'], [20, end]), at(99));

    assert.deepEqual(people.map(stays), [[[0, 20, false]], [[5, 20, false]]]);
    assert.equal(to, at(20));
  }
});

test('who is removed was there until then', () => {
  const { people } = attendance(events([0, 'user_joined_meeting', 'ada'], [7, 'participant_removed', 'ada']), at(99));

  assert.deepEqual(stays(people[0]), [[0, 7, false]]);
});

test('what has not ended lasts until now', () => {
  const { people, recordings, to } = attendance(events([0, 'user_joined_meeting', 'ada'], [3, 'recording_started']), at(60));

  assert.deepEqual(stays(people[0]), [[0, 60, true]]);
  assert.deepEqual(stays({ stays: recordings }), [[3, 60, true]]);
  assert.equal(to, at(60));
});

test('a page whose clock is behind shows no stay that ends before it began', () => {
  const { people } = attendance(events([0, 'user_joined_meeting', 'ada']), at(-30));

  assert.deepEqual(stays(people[0]), [[0, 0, true]]);
});

test('where nobody was there is nothing to draw', () => {
  assert.deepEqual(attendance(events([0, 'meeting_updated']), at(9)).people, []);
});
