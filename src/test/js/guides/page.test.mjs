import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { runPage } from './pages.mjs';

let folder;
before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pages-'));
});
after(() => rm(folder, { recursive: true }));

let count = 0;

/** Blocks as [kind, line of text, …], from line 1 without a line between them. */
async function faultsOf(...blocks) {
  const file = path.join(folder, `page-${++count}.md`);
  await writeFile(file, blocks.map(([kind, ...lines]) => ['```' + kind, ...lines, '```'].join('\n')).join('\n'));
  return (await runPage(file)).faults.map((fault) => fault.split('\n')[0]);
}

describe('a page is run block by block', { concurrency: true }, () => {
  test('and what a block declares is there in the next', async () => {
    assert.deepEqual(
      await faultsOf(
        ['js', 'const two = 2;'],
        ['js', 'setTimeout(() => console.log(two, { of: [two] }));   // → 2 { of: [ 2 ] }', 'console.log("loose");'],
        ['text', 'lo…'],
        ['bash', 'SAID=\'{"id":7,"at":"2027-01-01T00:00:00.000Z","more":1}\''],
        ['bash', 'echo "$SAID"'],
        ['json', '{ "id": 1, "at": "2026-01-01T00:00:00.000Z", … }'],
      ),
      [],
    );
  });

  test('one of an unknown kind fails', async () => {
    assert.deepEqual(await faultsOf(['perl', 'print 1']), ['line 1: Error: blocks of the kind "perl" cannot be run']);
  });

  test('what is printed is what stands behind the arrow', async () => {
    assert.deepEqual(await faultsOf(['js', 'console.log(1);   // → 2']), ['line 2: shows ["2"], printed ["1"]']);
  });

  test('what is printed twice is shown twice', async () => {
    assert.deepEqual(await faultsOf(['js', 'for (const x of [1, 1]) console.log(x);   // → 1']), [
      'line 2: shows ["1"], printed ["1","1"]',
    ]);
  });

  test('what is never printed is not shown', async () => {
    assert.deepEqual(await faultsOf(['js', 'const x = 1;   // → 1']), ['line 2: shows ["1"], printed []']);
  });

  test('what is printed without an arrow is shown by a block', async () => {
    assert.deepEqual(await faultsOf(['js', 'console.log(1);']), ['line 2: prints what the page does not show: 1']);
  });

  test('a failure has the line of the page', async () => {
    assert.deepEqual(await faultsOf(['js', 'let x;'], ['js', '', 'x.y();']), [
      "line 6: TypeError: Cannot read properties of undefined (reading 'y')",
    ]);
  });

  test('a promise that nobody hears fails it', async () => {
    assert.deepEqual(await faultsOf(['js', 'Promise.reject(new Error("unheard"));', 'await 1;']), ['line 2: Error: unheard']);
  });

  test('output is that of the block before', async () => {
    assert.deepEqual(await faultsOf(['bash', 'echo 1'], ['text', '2']), ['line 4: Error: shows']);
    assert.deepEqual(await faultsOf(['bash', 'echo \'{"a":1,"b":2}\''], ['json', '{"a":1}']), ['line 4: Error: shows']);
  });

  test('a command that fails fails it', async () => {
    assert.deepEqual(await faultsOf(['bash', 'false', 'true']), ['line 1: Error: bash ended with 1']);
  });

  test('only packages of the lock file are installed', async () => {
    assert.deepEqual(await faultsOf(['bash', 'npm install ws']), []);
    assert.deepEqual(await faultsOf(['bash', 'npm install no-such-package']), ['line 1: Error: bash ended with 1']);
  });

  test('what is emitted the old way is sent the new way', async () => {
    assert.deepEqual(
      await faultsOf(['js', "import { io } from 'socket.io-client';", "io('').emit('meeting_hand_raised', { meetingId: 1 });"]),
      ['emitted with Socket.IO, and not sent to Gavel like this: {"name":"meeting_hand_raised","payload":{"meetingId":1}}'],
    );
  });
});
