import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { h } from '../../../main/web/console/dom.js';
import { faultInWords } from '../../../main/web/console/faults.js';
import { carryOver, isChanged } from '../../../main/web/console/unsaved.js';
import { page } from './page-of.mjs';

beforeEach(() => page());

/** A form as the console makes them. */
function form({ title = '', chat = true, zone = 'UTC' }) {
  const option = (value) => h('option', { value, selected: value === zone }, value);
  const zones = h('select', { name: 'timeZone' }, ...['UTC', 'Europe/Berlin'].map(option));
  const tick = h('input', { type: 'checkbox', name: 'chatEnabled', checked: chat });
  return h('form', {}, h('input', { name: 'title', value: title }), h('textarea', { name: 'description', value: '' }), tick, zones);
}

const values = ({ title, description, chatEnabled, timeZone }) => [title.value, description.value, chatEnabled.checked, timeZone.value];

test('a form is changed by what is typed, ticked or chosen, not by what it began with', () => {
  const changes = [
    ({ title }) => (title.value = 'New'),
    ({ description }) => (description.value = 'More'),
    ({ chatEnabled }) => (chatEnabled.checked = false),
    ({ timeZone }) => (timeZone.value = 'Europe/Berlin'),
  ];
  for (const change of changes) {
    const one = form({ title: 'Old' });
    assert.ok(!isChanged(one));
    change(one.elements);
    assert.ok(isChanged(one));
  }
});

test('what was typed is carried over, and the rest is as it was read anew', () => {
  const [old, again] = [form({ title: 'Old' }), form({ title: 'Theirs', chat: false, zone: 'Europe/Berlin' })];
  old.elements.description.value = 'Mine';
  carryOver(old, again);

  assert.deepEqual(values(again.elements), ['Theirs', 'Mine', false, 'Europe/Berlin']);
  assert.ok(isChanged(again));
});

test('a fault is told to who fills in a form', () => {
  const told = (field, message) => faultInWords({ field, message });

  assert.equal(told('title', 'takes another form; the API document shows which'), 'Give it a title of one line.');
  assert.equal(told('password', 'takes at least 6 characters'), 'From 6 to 64 characters.');
  assert.match(told('recordingEnabled', 'takes false: JITSI_RECORDING_ENABLED is off here'), /does not record/);
  assert.equal(told('password', 'is not known here'), 'It is not known here.');
});

test('of several ids the faulty one is named', () => {
  const fault = { field: 'participantUserIds', message: 'takes at most 128 characters' };

  assert.match(faultInWords(fault, ['ben', 'x'.repeat(129)]), /^Not a user id: “x{24}…”/);
  assert.match(faultInWords(fault, ['ben', 'a\0b']), /“a\0b”/);
  assert.match(faultInWords({ ...fault, message: 'takes no more than 1000 invitees together' }, ['ben']), /too many/);
});
