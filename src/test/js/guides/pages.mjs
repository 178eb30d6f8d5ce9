import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./run-page.mjs', import.meta.url));

/**
 * Runs a page, or the blocks of some kinds in it, in a process of its own.
 *
 * @returns {Promise<{blocks: {kind: string, line: number, skipped?: string}[], faults: string[]}>}
 */
export function runPage(file, ...kinds) {
  return new Promise((resolve, reject) => {
    execFile('node', [PROGRAM, file, ...kinds], (error, out, errors) =>
      out ? resolve(JSON.parse(out)) : reject(new Error(`${error}\n${errors}`)),
    );
  });
}
