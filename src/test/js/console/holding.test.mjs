import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hold, isHeld } from '../../../main/web/console/hold.js';

test('what two pages want is held until both have let go of it', () => {
  const [old, newer] = [hold('meeting.7'), hold('meeting.7')];

  old();
  old();
  assert.ok(isHeld('meeting.7'));
  newer();
  assert.ok(!isHeld('meeting.7'));
});
