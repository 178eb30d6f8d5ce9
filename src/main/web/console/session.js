/** Who is signed in in this tab. Session storage is the tab's own: two windows are two people, and a reload stays signed in. */

import { connect } from '/client/gavel-client.js';

const KEY = 'gavel.session';

/** @typedef {{token: string, dev?: {userId: string, name: string}}} Kept */

/** @returns {Kept | null} */
export function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return typeof found?.token === 'string' ? found : null;
  } catch {
    return null;
  }
}

/** @param {Kept} session */
export function keep(session) {
  sessionStorage.setItem(KEY, JSON.stringify(session));
}

export function forget() {
  sessionStorage.removeItem(KEY);
}

/** Whether this node makes tokens for this page: in dev mode, for its own machine. */
export async function givesTokens() {
  try {
    return (await (await fetch('/console/sign-in.json')).json()).givesTokens;
  } catch {
    return false;
  }
}

/** @param {{userId: string, name: string}} who */
export async function devToken(who) {
  const response = await fetch('/dev/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(who),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(answer.detail ?? 'No token was given.'), { problem: answer });
  return /** @type {string} */ (answer.token);
}

/**
 * The claims of a token, unverified: they are shown, nothing is decided by them.
 *
 * @param {string} token
 * @returns {Record<string, any>}
 */
export function claims(token) {
  try {
    const middle = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(middle), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) ?? {};
  } catch {
    return {};
  }
}

/** Connects as whoever is kept; a name of dev mode gets new tokens silently. @param {Kept} session */
export function open(session) {
  if (!session.dev) return connect(location.origin, { token: session.token });
  const dev = session.dev;
  let unused = stillGood(session.token) ? session.token : null;
  return connect(location.origin, {
    getToken: async () => {
      const token = unused ?? (await devToken(dev));
      unused = null;
      keep({ dev, token });
      return token;
    },
  });
}

/** @param {string} token */
const stillGood = (token) => Number(claims(token).exp) * 1000 > Date.now() + 60_000;
