import { h } from './dom.js';

/** @typedef {import('./types.js').App} App */

/** The dots that tell who is online, for the people of one page. A node knows one list per connection: each page sets it anew. */
export class Presence {
  #app;
  /** @type {Map<string, boolean>} */
  #online = new Map();
  /** @type {Set<HTMLElement>} */
  #dots = new Set();
  #watched = '';
  #over = false;
  #ends;

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    this.#ends = [
      app.gavel.on('user_online', ({ userId }) => this.#changed(userId, true)),
      app.gavel.on('user_offline', ({ userId }) => this.#changed(userId, false)),
    ];
  }

  dispose() {
    this.#over = true;
    this.#ends.forEach((end) => end());
  }

  /** @param {string} userId */
  dot(userId) {
    const dot = h('span', { class: 'presence', data: { of: userId } });
    this.#dots.add(dot);
    return dot;
  }

  /** @param {string[]} userIds */
  async watch(userIds) {
    const wanted = [...new Set(userIds)].slice(0, 200);
    this.#show();
    if (wanted.length === 0 || wanted.join('\n') === this.#watched) return;
    this.#watched = wanted.join('\n');
    // Dots are an ornament: where the answer fails, the page does without.
    const people = await this.#app.gavel.presence.watch(wanted).catch(() => []);
    if (this.#over) return;
    for (const person of people) this.#online.set(person.userId, person.online);
    this.#show();
  }

  /** @param {string} userId @param {boolean} online */
  #changed(userId, online) {
    if (!this.#online.has(userId)) return;
    this.#online.set(userId, online);
    this.#show();
  }

  #show() {
    // Dots of lists that were made anew are gone.
    this.#dots = new Set([...this.#dots].filter((dot) => dot.isConnected || !dot.dataset.shown));
    for (const dot of this.#dots) {
      const known = this.#online.get(dot.dataset.of ?? '');
      dot.dataset.shown = 'true';
      dot.dataset.online = known === undefined ? '' : String(known);
      dot.title = known === undefined ? '' : known ? 'online' : 'offline';
      dot.textContent = dot.title;
    }
  }
}
