import { fill, h } from './dom.js';
import { counted } from './words.js';

/** @typedef {import('./types.js').Connection} Connection */

/**
 * Shows where this page is connected, how far it has read, and how often it had to come back. Its data attributes say the same
 * to programs.
 */
export function connectionBadge() {
  const word = h('span', { class: 'word', role: 'status' });
  const node = h('span', { class: 'node' });
  const seq = h('span', { class: 'seq' });
  const back = h('span', { class: 'back' });
  const element = h(
    'div',
    {
      class: 'badge',
      'aria-label': 'Connection',
      role: 'group',
      data: { testid: 'connection', state: 'reconnecting', reconnects: 0, node: '', seq: '' },
    },
    h('span', { class: 'dot', 'aria-hidden': 'true' }),
    word,
    node,
    seq,
    back,
  );
  return {
    element,
    /** @param {Connection} connection @param {number | null} at the seq of the stream that is followed */
    show(connection, at) {
      const state = stateOf(connection);
      Object.assign(element.dataset, {
        state,
        node: connection.node ?? '',
        reconnects: String(connection.reconnects),
        seq: at === null ? '' : String(at),
      });
      say(word, { live: 'Live', connecting: 'Connecting', reconnecting: 'Reconnecting', closed: 'Closed' }[state]);
      // The full name stands in the data and under the pointer; eight letters tell nodes apart.
      say(node, (connection.node ?? '').slice(0, 8));
      node.title = `node ${connection.node ?? ''}`;
      say(seq, at === null ? '' : `#${at}`);
      say(back, connection.reconnects ? counted(connection.reconnects, 'reconnect') : '');
    },
  };
}

/** @param {Connection} connection */
function stateOf({ state, reconnects, node }) {
  if (state === 'open') return 'live';
  if (state === 'closed') return 'closed';
  return reconnects > 0 || node ? 'reconnecting' : 'connecting';
}

/** A live region speaks when it is written to: only when it changed. @param {Element} element @param {string} text */
function say(element, text) {
  if (element.textContent !== text) fill(element, text);
}
