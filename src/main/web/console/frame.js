import { connectionBadge } from './badge.js';
import { button, fill, h, icon } from './dom.js';
import { notifications } from './notifications.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */

function brand() {
  return h('a', { class: 'brand', href: '#/meetings' }, icon('gavel'), h('span', {}, 'Gavel'));
}

/** Pressed: dark. Until it is pressed the page follows the system. */
function themeSwitch() {
  const root = document.documentElement;
  const isDark = () =>
    (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const toggle = button({ label: 'Dark theme', text: '', class: 'icon-button' }, () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    localStorage.setItem('gavel.theme', root.dataset.theme);
    show();
  });
  const show = () => {
    toggle.setAttribute('aria-pressed', String(isDark()));
    fill(toggle, icon(isDark() ? 'sun' : 'moon'));
  };
  show();
  return toggle;
}

export const frame = {
  signedOut() {
    return [brand(), h('span', { class: 'gap' }), themeSwitch()];
  },

  /** @param {App} app @param {() => void} signOut */
  signedIn(app, signOut) {
    const badge = badgeOf(app);
    const notes = notifications(app);
    const links = [link('#/meetings', 'Meetings'), link('#/new', 'New meeting')];
    const who = h(
      'span',
      { class: 'who', title: `User id: ${app.me.userId}`, data: { testid: 'me', userId: app.me.userId } },
      app.me.name,
    );
    return {
      elements: [
        brand(),
        h('nav', { 'aria-label': 'Pages' }, ...links),
        h('span', { class: 'gap' }),
        badge.element,
        notes.element,
        themeSwitch(),
        h('div', { class: 'account' }, who, button({ label: 'Sign out', class: 'small quiet' }, signOut)),
      ],
      /** @param {string} hash */
      at(hash) {
        for (const one of links) {
          if (hash.startsWith(one.hash) || (one.hash === '#/meetings' && !hash)) one.setAttribute('aria-current', 'page');
          else one.removeAttribute('aria-current');
        }
      },
      dispose() {
        notes.dispose();
        badge.dispose();
      },
    };
  },
};

/** @param {App} app */
function badgeOf(app) {
  const badge = connectionBadge();
  /** @type {Meeting | null} */
  let followed = null;
  let unfollow = () => {};
  const show = () => badge.show(app.gavel.connection, followed?.state.seq ?? null);
  app.follow = (meeting) => {
    unfollow();
    followed = meeting;
    unfollow = meeting?.on('state', show) ?? (() => {});
    show();
  };
  const end = app.gavel.on('connection', show);
  show();
  return {
    element: badge.element,
    dispose() {
      end();
      unfollow();
    },
  };
}

/** @param {string} href @param {string} text */
function link(href, text) {
  return h('a', { href }, text);
}
