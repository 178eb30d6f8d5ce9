import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as made from '../../../main/web/gavel-client.js';

const here = dirname(fileURLToPath(import.meta.url));
const declarations = new URL('../../../main/web/gavel-client.d.ts', import.meta.url);

test('the modules are well typed, agree with their declarations, and these with what users write', async () => {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', join(here, 'tsconfig.json')]).catch((failure) => failure);

  assert.equal(stdout, '');
});

test('what is declared is there, and nothing else', async () => {
  const declared = (await readFile(declarations, 'utf8')).matchAll(/^export (?:function|class) (\w+)/gm);

  assert.deepEqual(Object.keys(made).sort(), [...declared].map(([, name]) => name).sort());
});
