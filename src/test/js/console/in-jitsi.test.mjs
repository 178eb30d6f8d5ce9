import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { Roster } from '../../../main/web/console/roster.js';
import { page } from './page-of.mjs';

const NOBODY = { isMuted: true, isVideoOn: false, isSharingScreen: false, isHandRaised: false, handPosition: null };
const STATE = { ended: null, participants: [], occupants: [] };

/** What is shown changes at most so often, in milliseconds. */
const FRAME = 16;

let roster;
let meeting;

beforeEach(() => {
  page();
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
});

afterEach(() => {
  roster.dispose();
  mock.timers.reset();
});

const inside = (userId, more = {}) => ({ userId, userName: userId.toUpperCase(), role: 'Participant', ...NOBODY, since: null, ...more });
const invited = (userId) => ({ userId, userName: userId.toUpperCase(), role: 'Participant' });
const device = (occupantId, userId = null) => ({ occupantId, userId, name: `N${occupantId}`, joinedAt: '' });

/** The people of a meeting in this state, on the page. */
function show(state, ...people) {
  const listeners = [];
  meeting = {
    id: 1,
    userId: 'ada',
    role: 'Host',
    state: { ...STATE, ...state },
    on: (_, listener) => {
      listeners.push(listener);
      return () => {};
    },
    become: (next) => {
      meeting.state = { ...STATE, ...next };
      listeners.forEach((listener) => listener());
      mock.timers.tick(FRAME);
    },
  };
  const gavel = { on: () => () => {}, presence: { watch: async () => [] } };
  roster = new Roster({ gavel }, meeting, { invited: people, changed: () => {}, since: () => null });
  document.getElementById('part').append(roster.element);
}

const find = (selector) => roster.element.querySelector(selector);
const marksOf = (selector) => [...find(selector).querySelectorAll('.mark:not([hidden])')].map((one) => one.textContent);

test('who is inside and missed in Jitsi is marked, until they come there', () => {
  show({ participants: [inside('ada'), inside('ben', { notInMedia: true })] });
  assert.deepEqual(marksOf('[data-user-id=ben]'), ['not in the call']);
  assert.deepEqual(marksOf('[data-user-id=ada]'), []);

  meeting.become({ participants: [inside('ada'), inside('ben')] });
  assert.deepEqual(marksOf('[data-user-id=ben]'), []);
});

test('who is invited and in Jitsi alone is marked', () => {
  show({ participants: [inside('ada')], occupants: [device('1', 'ben'), device('2', 'ada')] }, invited('ben'), invited('chi'));

  assert.deepEqual(marksOf('[data-user-id=ben]'), ['in Jitsi only']);
  assert.deepEqual(marksOf('[data-user-id=chi]'), []);
  assert.equal(find('[data-occupant-id]'), null);
});

test('guests in Jitsi are shown by name, and go again', () => {
  show({ participants: [inside('ada')], occupants: [device('1'), device('2', 'ada')] });
  assert.match(find('[data-occupant-id="1"]').textContent, /N1guest in Jitsi only$/);
  assert.equal(find('[data-occupant-id="2"]'), null);

  meeting.become({ participants: [inside('ada')] });
  assert.equal(find('[data-occupant-id]'), null);
  assert.equal(find('[aria-label="Also in Jitsi"]').parentNode.hidden, true);
});

test('whoever comes into Jitsi or goes takes nobody the focus', () => {
  show({ participants: [inside('ada'), inside('ben')] });
  const actions = find('[data-user-id=ben] button');
  actions.focus();

  meeting.become({ participants: [inside('ada'), inside('ben', { notInMedia: true })], occupants: [device('1')] });
  assert.equal(document.activeElement, actions);
  meeting.become({ participants: [inside('ada'), inside('ben')] });
  assert.equal(document.activeElement, actions);
});
