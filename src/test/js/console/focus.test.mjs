import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { arrange, fill, h, refill } from '../../../main/web/console/dom.js';
import { heldFocus } from '../../../main/web/console/focus.js';
import { page } from './page-of.mjs';

let part;

beforeEach(() => {
  page();
  part = document.getElementById('part');
});

const named = (...names) => names.map((name) => h('button', {}, name));
const focused = () => document.activeElement.textContent;
const row = (name) => h('p', {}, h('button', {}, name));

/** Fills the part anew while the button of this name has the focus. */
function anew(before, name, after) {
  fill(part, ...named(...before));
  part.children[before.indexOf(name)].focus();
  const keep = heldFocus(part);
  fill(part, ...named(...after));
  keep();
}

test('what is made anew under the same name keeps the focus', () => {
  anew(['Mute', 'Remove'], 'Remove', ['Lower hand', 'Mute', 'Remove']);

  assert.equal(focused(), 'Remove');
});

test('what is gone leaves the focus to what stands in its place', () => {
  anew(['Mute', 'Lower hand', 'Remove'], 'Lower hand', ['Mute', 'Remove']);
  assert.equal(focused(), 'Remove');

  anew(['Mute', 'Remove'], 'Remove', ['Mute']);
  assert.equal(focused(), 'Mute');
});

test('where nothing is left the heading has the focus', () => {
  anew(['Mute'], 'Mute', []);

  assert.equal(focused(), 'Part');
});

test('a focus elsewhere stays there', () => {
  const elsewhere = h('button', {}, 'Elsewhere');
  document.body.append(elsewhere);
  fill(part, ...named('Mute'));
  elsewhere.focus();
  const keep = heldFocus(part);
  fill(part, ...named('Mute'));
  keep();

  assert.equal(focused(), 'Elsewhere');
});

test('what shows the same is not made anew', () => {
  refill(part, ['Mute'], () => named('Mute'));
  const [before] = part.children;
  refill(part, ['Mute'], () => named('Mute'));
  assert.equal(part.children[0], before);

  refill(part, ['Unmute'], () => named('Unmute'));
  assert.equal(part.textContent, 'Unmute');
});

test('a row that goes away leaves the focus to the next one', () => {
  const [ada, ben, chi] = ['Ada', 'Ben', 'Chi'].map(row);
  arrange(part, [ada, ben, chi]);
  ben.firstChild.focus();
  arrange(part, [chi, ben, ada]);
  assert.equal(focused(), 'Ben');

  arrange(part, [chi, ada]);
  assert.equal(focused(), 'Ada');
  arrange(part, []);
  assert.equal(focused(), 'Part');
});
