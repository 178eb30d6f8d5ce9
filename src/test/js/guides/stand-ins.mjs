// node stand-ins.mjs mvn|npm ARGUMENTS: what bash blocks get in place of these two.
import { execFileSync } from 'node:child_process';
import { access, mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const INSTALLED = fileURLToPath(new URL('../node_modules', import.meta.url));

/** The node runs already. */
async function mvn() {
  const answer = await fetch(`${process.env.GAVEL_URL}/openapi.json`);
  if (!answer.ok) {
    throw new Error(`the node answers ${answer.status}`);
  }
}

/** The real one for what lies on this machine; packages of the registry are those that the lock file beside names. */
async function npm(order, ...words) {
  const names = words.filter((word) => !word.startsWith('-'));
  const isOfRegistry = (name) => !/^[./]|\.tgz$/.test(name);
  if (order === 'uninstall') {
    await Promise.all(names.map((name) => rm(path.join('node_modules', name), { recursive: true, force: true })));
    return;
  }
  const rest = order === 'install' ? words.filter((word) => word.startsWith('-') || !isOfRegistry(word)) : words;
  if (rest.length > 0) {
    const env = { ...process.env, npm_config_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false' };
    process.stdout.write(execFileSync(process.env.REAL_NPM, [order, ...rest], { env }));
  }
  if (order === 'install') {
    await Promise.all(names.filter(isOfRegistry).map(link));
  }
}

async function link(name) {
  const there = path.join(INSTALLED, name);
  await access(there);
  const here = path.join('node_modules', name);
  await mkdir(path.dirname(here), { recursive: true });
  await rm(here, { recursive: true, force: true });
  await symlink(there, here);
}

const [, , name, ...rest] = process.argv;
await { mvn, npm }[name](...rest);
