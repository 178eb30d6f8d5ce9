import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { announce, clearPassing, failed, toast } from '../../../main/web/console/toast.js';
import { page } from './page-of.mjs';

const shown = () => [...document.querySelectorAll('.toast > span')].map((one) => one.textContent);
const said = () => [...document.getElementById('said').children].map((one) => one.textContent);

beforeEach(() => {
  page();
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
});

test('the same is not said twice at a time', () => {
  toast('One', 'error');
  toast('Other', 'error');
  toast('One', 'error');

  assert.deepEqual(shown(), ['Other', 'One']);
});

test('what did not work is named, and no news any more once somebody answers again', () => {
  failed({ code: 'TIMEOUT' }, 'Microphone');
  failed({ code: 'FORBIDDEN' }, 'Record');
  assert.match(shown()[0], /^Microphone: The server did not answer/);

  clearPassing();
  assert.deepEqual(shown(), ['Record: You may not do that here.']);
});

test('news go by themselves, errors when they are closed', () => {
  toast('News');
  toast('Error', 'error');
  mock.timers.tick(60_000);
  assert.deepEqual(shown(), ['Error']);

  document.querySelector('.toast button').click();
  assert.deepEqual(shown(), []);
});

test('one announcement does not take the place of another', () => {
  announce('Ada came in.');
  announce('Ben raised a hand.');

  assert.deepEqual(said(), ['Ada came in.', 'Ben raised a hand.']);
});
