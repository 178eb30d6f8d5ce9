import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import { recordings } from '../../../main/web/console/recordings.js';
import { page } from './page-of.mjs';

const FILE = { id: 7, meetingId: 1, fileName: 'talk.mp4', startedAt: null, durationSeconds: 75, sizeBytes: null, format: 'mp4' };

let happened;
let tab;
let recordingLink;

beforeEach(() => {
  happened = [];
  tab = {
    opener: 'this page',
    location: { replace: (url) => happened.push(`shows ${url}`) },
    close: () => happened.push('closed'),
  };
  recordingLink = async (...ids) => ({ url: `/film/${ids.join('/')}` });
  globalThis.window = page();
  window.open = (...how) => {
    happened.push(`opened ${how.join(' ')}`.trim());
    return tab;
  };
});

/** Presses the button of a file, of the server's own unless it is said otherwise. */
function press(fileUrl = 'gavel:talk.mp4') {
  const failed = (error, what) => happened.push(`${what}: ${error.message}`);
  const app = { gavel: { meetings: { recordingLink: (...ids) => recordingLink(...ids) } }, failed };
  const list = recordings(app, { recordings: [{ ...FILE, fileUrl }] });
  list.querySelector('button').click();
}

test('the tab is open at the press, and shows the recording once its link is there', async () => {
  press();
  assert.deepEqual(happened, ['opened  _blank']);

  await settled();
  assert.deepEqual(happened, ['opened  _blank', 'shows /film/1/7']);
  assert.equal(tab.opener, null);
});

test('where there is no link the tab is closed, and it is said why', async () => {
  recordingLink = () => Promise.reject(new Error('gone'));
  press();
  await settled();

  assert.deepEqual(happened, ['opened  _blank', 'closed', 'The recording cannot be watched: gone']);
});

test('where the browser opens no tab that is said', async () => {
  tab = null;
  press();
  await settled();

  assert.match(happened.at(-1), /^The recording cannot be watched: The browser opened no tab/);
});

test('a file of the web is shown by the link that the server gives, which may be another than its address', async () => {
  recordingLink = async () => ({ url: 'https://films.example.org/talk.mp4?key=1' });
  press('https://films.example.org/talk.mp4');
  await settled();

  assert.equal(happened.at(-1), 'shows https://films.example.org/talk.mp4?key=1');
});

test('who gets no link of the server still comes to a file of the web', async () => {
  recordingLink = () => Promise.reject(Object.assign(new Error('no'), { code: 'FORBIDDEN' }));
  press('https://films.example.org/talk.mp4');
  await settled();

  assert.equal(happened.at(-1), 'shows https://films.example.org/talk.mp4');
});

test('who may not watch is told who may', async () => {
  recordingLink = () => Promise.reject(Object.assign(new Error('no'), { code: 'FORBIDDEN' }));
  press();
  await settled();

  assert.equal(happened.at(-1), 'Its Host and Moderators alone may watch this recording: no');
});
