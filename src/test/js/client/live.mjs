import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { afterEach } from 'node:test';
import { connect } from '../../../main/web/gavel.js';
import { relay } from '../relay.mjs';

/** A node in dev mode. */
export const url = process.env.GAVEL_URL;
assert.ok(url, 'this test needs a node in dev mode at GAVEL_URL');
/** What it verifies tokens with, where that is known: then tokens can be made that live for seconds. */
export const secret = process.env.GAVEL_AUTH_SECRET;

const open = [];
// A node takes eight connections of a user.
afterEach(() => open.splice(0).forEach((one) => one.close()));

/** Users of their own for each run: the node may have seen others. */
const run = Math.random().toString(36).slice(2, 8);
export const idOf = (name) => `${name}-${run}`;

export async function tokenOf(name) {
  const answer = await fetch(`${url}/dev/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ userId: idOf(name), name }),
  });
  return (await answer.json()).token;
}

/** A token that expires so soon. */
export function shortToken(name, seconds) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + seconds;
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: idOf(name), name, exp })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** Somebody's client, at the node or on a way to it. */
export async function client(name, { at = url, ...options } = {}) {
  const given = options.getToken ? {} : { getToken: () => tokenOf(name) };
  const gavel = connect(at, { ...given, ...options });
  gavel.on('error', (error) => {
    throw error;
  });
  open.push(gavel);
  await gavel.ready;
  return gavel;
}

/** A way to the node that can be cut. */
export async function way() {
  const made = await relay(url);
  open.push(made);
  return made;
}

/** All that is heard from now on. */
export function listen(meeting) {
  const heard = [];
  meeting.on('event', (event) => heard.push(event));
  return heard;
}

/** When the state is so. */
export function until(meeting, isSo) {
  return new Promise((resolve) => {
    if (isSo(meeting.state)) {
      resolve(meeting.state);
      return;
    }
    const end = meeting.on('state', (state) => {
      if (isSo(state)) {
        end();
        resolve(state);
      }
    });
  });
}

/** When something is told by this name. */
export const told = (source, name) => new Promise((resolve) => source.once(name, resolve));
