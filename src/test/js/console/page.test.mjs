import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const folder = new URL('../../../main/web/console/', import.meta.url);
const files = await readdir(folder);
const read = (name) => readFile(new URL(name, folder), 'utf8');
const page = await read('index.html');

test('the modules are well typed', async () => {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', join(here, 'tsconfig.json')]).catch((failure) => failure);

  assert.equal(stdout, '');
});

test('nothing in the page is inline', () => {
  assert.doesNotMatch(page, /<style|\sstyle=|\son\w+=|javascript:/i);
  for (const [, attributes, content] of page.matchAll(/<script([^>]*)>([^<]*)/g)) {
    assert.match(attributes, / src="\/console\//);
    assert.equal(content, '');
  }
});

test('what the page names is there', () => {
  for (const [, name] of page.matchAll(/"\/console\/([^"]+)"/g)) {
    assert.ok(files.includes(name), name);
  }
});

test('nothing that comes over the wire can become markup', async () => {
  for (const name of files.filter((one) => one.endsWith('.js'))) {
    assert.doesNotMatch(await read(name), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|setHTML|eval\(/, name);
  }
});

test('every symbol that is used is drawn', async () => {
  const drawn = [...page.matchAll(/<symbol id="i-([\w-]+)"/g)].map(([, name]) => name);
  const scripts = await Promise.all(files.filter((one) => one.endsWith('.js')).map(read));
  const used = scripts.flatMap((text) => [...text.matchAll(/(?:icon\(|icon: )'([\w-]+)'/g)].map(([, name]) => name));

  assert.ok(used.length > 10);
  assert.deepEqual([...new Set(used)].filter((name) => !drawn.includes(name)), []);
});
