import { h } from './dom.js';

/** @typedef {import('./types.js').App} App */

/**
 * The dots that tell who is online, for the people of one page. A node knows one list per connection: a page sets it anew.
 *
 * @param {App} app
 */
export function presence(app) {
  /** @type {Map<string, boolean>} */
  const online = new Map();
  /** @type {Set<HTMLElement>} */
  let dots = new Set();
  let watched = '';
  let over = false;

  const show = () => {
    dots = new Set([...dots].filter((dot) => dot.isConnected || !dot.dataset.shown));
    for (const dot of dots) {
      const known = online.get(dot.dataset.of ?? '');
      dot.dataset.shown = 'true';
      dot.dataset.online = known === undefined ? '' : String(known);
      dot.title = known === undefined ? '' : known ? 'online' : 'offline';
      dot.textContent = dot.title;
    }
  };
  const changed = (/** @type {string} */ userId, /** @type {boolean} */ is) => {
    if (!online.has(userId)) return;
    online.set(userId, is);
    show();
  };
  const ends = [
    app.gavel.on('user_online', ({ userId }) => changed(userId, true)),
    app.gavel.on('user_offline', ({ userId }) => changed(userId, false)),
  ];
  return {
    /** @param {string} userId */
    dot(userId) {
      const dot = h('span', { class: 'presence', data: { of: userId } });
      dots.add(dot);
      return dot;
    },
    /** @param {string[]} userIds */
    async watch(userIds) {
      const wanted = [...new Set(userIds)].slice(0, 200);
      show();
      if (wanted.length === 0 || wanted.join('\n') === watched) return;
      watched = wanted.join('\n');
      // Dots are an ornament: where the answer fails, the page does without.
      const people = await app.gavel.presence.watch(wanted).catch(() => []);
      if (over) return;
      for (const person of people) online.set(person.userId, person.online);
      show();
    },
    isOnline: (/** @type {string} */ userId) => online.get(userId),
    dispose() {
      over = true;
      ends.forEach((end) => end());
    },
  };
}
