import { tellAway } from './away.js';
import { Badge } from './badge.js';
import { button, fill, h, icon } from './dom.js';
import { Notifications } from './notifications.js';

/** @typedef {import('./types.js').App} App */

/** What stands above the page of somebody who is signed in. */
export class Frame {
  #badge;
  #back;
  #notifications;
  #links = [h('a', { href: '#/meetings' }, 'Meetings'), h('a', { href: '#/new' }, 'New meeting')];

  /** @param {App} app @param {() => void} signOut */
  constructor(app, signOut) {
    this.#badge = new Badge(app);
    this.#back = tellAway(app);
    this.#notifications = new Notifications(app);
    const { userId, name } = app.me;
    const who = h('span', { class: 'who', dir: 'auto', title: `User id: ${userId}`, data: { testid: 'me', userId } }, name);
    const account = h('div', { class: 'account' }, who, button({ label: 'Sign out', class: 'small quiet' }, signOut));
    const nav = h('nav', { 'aria-label': 'Pages' }, ...this.#links);
    const gap = h('span', { class: 'gap' });
    this.elements = [brand(), nav, gap, this.#badge.element, this.#notifications.element, themeSwitch(), account];
  }

  dispose() {
    this.#badge.dispose();
    this.#back();
    this.#notifications.dispose();
  }

  /** @param {string} hash where the page is now */
  at(hash) {
    for (const link of this.#links) {
      if (hash.startsWith(link.hash) || (link.hash === '#/meetings' && !hash)) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  }
}

/** What stands above the page for signing in. */
export function signedOutFrame() {
  return [brand(), h('span', { class: 'gap' }), themeSwitch()];
}

function brand() {
  return h('a', { class: 'brand', href: '#/meetings' }, icon('gavel'), h('span', {}, 'Gavel'));
}

/** Pressed: dark. Until it is pressed the page follows the system. */
function themeSwitch() {
  const root = document.documentElement;
  const system = () => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  const isDark = () => (root.dataset.theme ?? system()) === 'dark';
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
