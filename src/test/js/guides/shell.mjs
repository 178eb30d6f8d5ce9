import { spawn } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from './programs.mjs';

const PATIENCE = 60_000;
const DONE = '--- done ---';
const STAND_INS = fileURLToPath(new URL('./stand-ins.mjs', import.meta.url));

/** One bash for all bash blocks of a page. `mvn` and `npm` are those of stand-ins.mjs. */
export class Shell {
  #process;
  #folder;
  #out = '';
  #errors = '';
  #count = 0;

  /** @param folder for what it needs itself; it begins in `app` there */
  static async open(folder, env) {
    const bin = path.join(folder, '.bin');
    await mkdir(bin);
    for (const name of ['mvn', 'npm']) {
      await writeFile(path.join(bin, name), `#!/bin/sh\nexec node ${STAND_INS} ${name} "$@"\n`);
      await chmod(path.join(bin, name), 0o755);
    }
    const npm = findProgram('npm');
    return new Shell(folder, { ...process.env, ...env, REAL_NPM: npm, PATH: `${bin}:${process.env.PATH}` });
  }

  constructor(folder, env) {
    this.#folder = folder;
    this.#process = spawn('bash', ['--norc'], { cwd: path.join(folder, 'app'), env, detached: true });
    this.#process.stdout.setEncoding('utf8').on('data', (text) => (this.#out += text));
    this.#process.stderr.setEncoding('utf8').on('data', (text) => (this.#errors += text));
    this.#process.stdin.on('error', () => {});
    this.#process.stdin.write('set -euo pipefail\n');
  }

  /** Gives what it printed; fails when it fails. */
  async run(text) {
    const file = path.join(this.#folder, `.block-${++this.#count}.sh`);
    await writeFile(file, text + '\n');
    this.#out = this.#errors = '';
    this.#process.stdin.write(`source ${file} </dev/null\necho; echo '${DONE}'\n`);
    return new Promise((resolve, reject) => {
      const fail = (why) => reject(new Error(`${why}\n${this.#out}${this.#errors}`));
      const timer = setTimeout(() => fail('bash does not come to an end'), PATIENCE);
      const look = () => {
        const end = this.#out.indexOf(`\n${DONE}\n`);
        if (end >= 0) {
          clearTimeout(timer);
          resolve(this.#out.slice(0, end));
        }
      };
      this.#process.stdout.on('data', look);
      this.#process.once('close', (code) => {
        clearTimeout(timer);
        fail(`bash ended with ${code}`);
      });
    });
  }

  /** Ends it, with all that it left running. */
  close() {
    try {
      process.kill(-this.#process.pid);
    } catch {
      // It has ended, and nothing of it runs.
    }
  }
}
