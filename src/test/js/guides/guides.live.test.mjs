import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runPage } from './pages.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const REPOSITORY = path.resolve(HERE, '../../../..');
const GUIDES = path.join(REPOSITORY, 'src/docs/frontend');

function holds(file, ...kinds) {
  test(`${path.relative(REPOSITORY, file)} does what it says`, async (t) => {
    assert.ok(process.env.GAVEL_URL, 'this test needs a node in dev mode at GAVEL_URL');
    const { blocks, faults } = await runPage(file, ...kinds);
    assert.deepEqual(faults, []);
    assert.notEqual(blocks.length, 0);
    for (const { kind, line, skipped } of blocks.filter((block) => block.skipped)) {
      const isRequired = process.env.GAVEL_REQUIRE_TOOLS === 'true';
      await t.test(`${kind} at line ${line}`, { skip: isRequired ? false : skipped }, () => assert.fail(skipped));
    }
  });
}

describe('the code of the guides', { concurrency: true }, () => {
  readdirSync(GUIDES)
    .filter((name) => name.endsWith('.md'))
    .forEach((name) => holds(path.join(GUIDES, name)));
  holds(path.join(REPOSITORY, 'README.md'), 'js');
});
