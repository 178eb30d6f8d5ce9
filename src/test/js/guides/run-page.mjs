// node run-page.mjs FILE [KIND …]: runs the blocks of a page, or those of some kinds alone, against the node at GAVEL_URL.
// Prints {"blocks": [{kind, line, skipped?}], "faults": [text]}.
import { mkdtemp, readFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Page } from './page.mjs';

const PATIENCE = 45_000;
const NODE = process.env.GAVEL_URL ?? 'http://localhost:5000';
const [file, ...kinds] = process.argv.slice(2);
const report = process.stdout.write.bind(process.stdout);

const page = new Page(await readFile(file, 'utf8'), kinds, await mkdtemp(path.join(os.tmpdir(), 'guide-')), await own());
if (kinds.length > 0) {
  globalThis.token = await devToken();
}
setTimeout(() => end('it does not come to an end'), PATIENCE);
await page.run();
await end();

async function end(...more) {
  await page.close();
  const { blocks, faults } = page.report();
  const result = { blocks, faults: [...faults, ...more] };
  report(JSON.stringify(result, null, 2) + '\n', () => process.exit(result.faults.length ? 1 : 0));
}

/**
 * What differs from what a reader types: the node's address, the port of the reader's own pages, and the people, since those
 * of an earlier run have left their traces at the node.
 */
async function own() {
  const port = await freePort();
  const mark = `-${Date.now().toString(36)}${port}`;
  return {
    toRun: (text) =>
      text
        .replaceAll('http://localhost:5000', NODE)
        .replaceAll(/\b8000\b/g, port)
        .replaceAll(/(['"`?])(ada|bob|cyd)\b/g, `$1$2${mark}`),
    toPage: (text) => text.replaceAll(mark, '').replaceAll(NODE, 'http://localhost:5000').replaceAll(String(port), '8000'),
  };
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What a reader of the README has in `TOKEN`. */
async function devToken() {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ userId: `ada-${process.pid}-${Date.now()}`, name: 'Ada' });
  return (await (await fetch(`${NODE}/dev/token`, { method: 'POST', headers, body })).json()).token;
}
