/**
 * The client gives the same Meeting to all who ask for one meeting, and whoever closes it closes it for all. A page that is gone
 * before its answer came closes it only where no newer page wants it.
 *
 * @type {Map<string, number>}
 */
const holders = new Map();

/** @param {string} topic @returns {() => void} lets go of it */
export function hold(topic) {
  let held = true;
  holders.set(topic, (holders.get(topic) ?? 0) + 1);
  return () => {
    if (held) holders.set(topic, (holders.get(topic) ?? 1) - 1);
    held = false;
  };
}

/** @param {string} topic */
export const isHeld = (topic) => (holders.get(topic) ?? 0) > 0;
