import { h } from './dom.js';
import { counted } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Connection} Connection */
/** @typedef {import('./types.js').Meeting} Meeting */

const WORDS = { live: 'Live', connecting: 'Connecting', reconnecting: 'Reconnecting', closed: 'Closed' };

/**
 * Shows where this page is connected, how far it has read, and how often it had to come back. Its data attributes say the same
 * to programs.
 */
export class Badge {
  #app;
  #word = h('span', { class: 'word', role: 'status' });
  #node = h('span', { class: 'node' });
  #seq = h('span', { class: 'seq' });
  #back = h('span', { class: 'back' });
  /** @type {Meeting | null} */
  #followed = null;
  #unfollow = () => {};
  #end;

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    const dot = h('span', { class: 'dot', 'aria-hidden': 'true' });
    const look = { class: 'badge', role: 'group', 'aria-label': 'Connection', data: { testid: 'connection' } };
    this.element = h('div', look, dot, this.#word, this.#node, this.#seq, this.#back);
    app.follow = (meeting) => this.#follow(meeting);
    this.#end = app.gavel.on('connection', () => this.#show());
    this.#show();
  }

  dispose() {
    this.#end();
    this.#unfollow();
  }

  /** @param {Meeting | null} meeting */
  #follow(meeting) {
    this.#unfollow();
    this.#followed = meeting;
    this.#unfollow = meeting?.on('state', () => this.#show()) ?? (() => {});
    this.#show();
  }

  #show() {
    const { connection } = this.#app.gavel;
    const { node, reconnects } = connection;
    const seq = this.#followed?.state.seq ?? null;
    const state = stateOf(connection);
    Object.assign(this.element.dataset, { state, node: node ?? '', reconnects, seq: seq ?? '' });
    say(this.#word, WORDS[state]);
    // The full name stands in the data and under the pointer; eight letters tell nodes apart.
    say(this.#node, (node ?? '').slice(0, 8));
    this.#node.title = `node ${node ?? ''}`;
    say(this.#seq, seq === null ? '' : `#${seq}`);
    say(this.#back, reconnects ? counted(reconnects, 'reconnect') : '');
  }
}

/** @param {Connection} connection */
function stateOf({ state, reconnects, userId }) {
  if (state === 'open') return 'live';
  if (state === 'closed') return 'closed';
  return reconnects > 0 || userId ? 'reconnecting' : 'connecting';
}

/** A live region speaks when it is written to: only when it changed. @param {Element} element @param {string} text */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
