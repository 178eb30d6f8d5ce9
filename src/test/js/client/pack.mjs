import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const web = fileURLToPath(new URL('../../../main/web', import.meta.url));

/**
 * A project that installed the client's package.
 *
 * @returns {files, node, remove}: node() runs a script there and gives what it printed
 */
export async function project() {
  const folder = await mkdtemp(join(tmpdir(), 'gavel-client-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: web });
  const [{ filename, files }] = JSON.parse(stdout);
  await writeFile(join(folder, 'package.json'), '{"private": true}');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, filename)], { cwd: folder });
  return {
    files: files.map(({ path }) => path),
    node: async (script) => {
      await writeFile(join(folder, 'script.mjs'), script);
      // It ends by itself, or the test fails.
      return (await run(process.execPath, ['script.mjs'], { cwd: folder, timeout: 20_000 })).stdout.trim();
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
