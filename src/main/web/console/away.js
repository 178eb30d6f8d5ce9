/** @typedef {import('./types.js').App} App */

/** A reconnect that is quicker needs no words. */
const PATIENCE = 3_000;
const TEXT = 'The connection is lost. What you do meanwhile waits up to half a minute for it to come back.';

/**
 * Tells, politely, when the connection stays away.
 *
 * @param {App} app
 * @returns {() => void} ends it
 */
export function tellAway({ gavel }) {
  const banner = /** @type {HTMLElement} */ (document.getElementById('away'));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const back = () => {
    clearTimeout(waiting);
    waiting = undefined;
    banner.textContent = '';
  };
  const look = () => {
    if (gavel.connection.state !== 'connecting') return back();
    waiting ??= setTimeout(() => (banner.textContent = TEXT), PATIENCE);
  };
  const end = gavel.on('connection', look);
  look();
  return () => {
    end();
    back();
  };
}
