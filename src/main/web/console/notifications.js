import { button, fill, h } from './dom.js';
import { heldFocus } from './focus.js';
import { moment } from './words.js';

/** @typedef {import('./types.js').App} App */
/**
 * @typedef {{id: number, type: string, meetingId: number | null, conversationId: number | null, title: string | null,
 *   hostName: string | null, at: string}} Note
 */

const OPEN = {
  label: 'Notifications',
  text: '',
  icon: 'bell',
  class: 'icon-button',
  'aria-expanded': 'false',
  'aria-controls': 'notes',
};
const PANEL = { class: 'popover card', id: 'notes', 'aria-label': 'Notifications', hidden: true };

/**
 * The unread notifications: a button with their number, and their list. The server's list is the truth; what comes live is added
 * to it, and what was read elsewhere is taken off.
 */
export class Notifications {
  #app;
  /** @type {Map<number, Note>} */
  #unread = new Map();
  #count = h('span', { class: 'count', hidden: true });
  #open = button(OPEN, () => this.#show(this.#panel.hidden === true));
  #list = h('ul', { class: 'notes' });
  #readAll = button({ label: 'Mark all read', class: 'small quiet' }, () => this.#markAll());
  #panel = h('section', PANEL, h('header', {}, h('h2', {}, 'Notifications'), this.#readAll), this.#list);
  #listening = new AbortController();
  #ends;
  element = h('div', { class: 'notifications' }, this.#open, this.#panel);

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    this.#open.append(this.#count);
    const came = (/** @type {any} */ event) => this.#came(event);
    this.#ends = [
      app.gavel.on('meeting_invitation', came),
      app.gavel.on('meeting_cancelled', came),
      app.gavel.on('notification', came),
      app.gavel.on('notification_read', ({ notificationId }) => this.#unread.delete(notificationId) && this.#render()),
      app.gavel.on('reconnected', () => this.#load()),
    ];
    const { signal } = this.#listening;
    document.addEventListener('keydown', (event) => this.#escape(event), { signal });
    document.addEventListener('pointerdown', ({ target }) => this.#outside(target), { signal });
    this.element.addEventListener('focusout', ({ relatedTarget }) => this.#outside(relatedTarget));
    this.#render();
    this.#load();
  }

  dispose() {
    this.#ends.forEach((end) => end());
    this.#listening.abort();
  }

  async #load() {
    try {
      const { items } = await this.#app.gavel.notifications.list({ unread: true, limit: 100 });
      this.#unread = new Map(items.map((item) => [item.id, { ...item, at: item.createdAt }]));
      this.#render();
    } catch (error) {
      this.#app.failed(error, 'Notifications');
    }
  }

  async #markAll() {
    try {
      await this.#app.gavel.notifications.readAll();
      await this.#load();
    } catch (error) {
      this.#app.failed(error, 'Notifications');
    }
  }

  /** @param {any} event */
  #came(event) {
    const note = { type: event.event, conversationId: null, hostName: null, ...event, id: event.notificationId };
    const known = this.#unread.has(note.id);
    this.#unread.set(note.id, note);
    this.#render();
    if (!known) this.#app.toast(sentence(note), 'news');
  }

  /** @param {Note} note */
  async #read(note) {
    this.#unread.delete(note.id);
    this.#render();
    try {
      await this.#app.gavel.notifications.read(note.id);
    } catch (error) {
      // A newer one took its place.
      if (/** @type {any} */ (error).code !== 'NOT_FOUND') this.#app.failed(error, 'Notifications');
    }
  }

  #render() {
    const { size } = this.#unread;
    this.#count.hidden = size === 0;
    this.#count.textContent = size > 99 ? '99+' : String(size);
    this.#open.setAttribute('aria-label', size ? `Notifications, ${size} unread` : 'Notifications');
    const newest = [...this.#unread.values()].sort((one, other) => other.id - one.id);
    const close = () => this.#show(false);
    const rows = newest.map((note) => row(note, { read: () => this.#read(note), close }));
    const keepFocus = heldFocus(this.#panel);
    fill(this.#list, ...(rows.length ? rows : [h('li', { class: 'muted' }, 'Nothing new.')]));
    this.#readAll.disabled = size === 0;
    keepFocus();
  }

  /** @param {boolean} shown */
  #show(shown) {
    this.#panel.hidden = !shown;
    this.#open.setAttribute('aria-expanded', String(shown));
  }

  /** @param {KeyboardEvent} event */
  #escape({ key }) {
    if (key !== 'Escape' || this.#panel.hidden) return;
    this.#show(false);
    this.#open.focus();
  }

  /** @param {EventTarget | null} target */
  #outside(target) {
    if (target instanceof Node && !this.element.contains(target)) this.#show(false);
  }
}

/** @param {Note} note @param {{read: () => void, close: () => void}} actions */
function row(note, { read, close }) {
  const followed = () => {
    read();
    close();
  };
  return h(
    'li',
    { data: { notification: note.id } },
    h(
      'div',
      {},
      note.meetingId
        ? h('a', { href: `#/meeting/${note.meetingId}`, on: { click: followed } }, sentence(note))
        : h('span', {}, sentence(note)),
      h('p', { class: 'muted small' }, moment(note.at)),
    ),
    button({ label: `Mark read: ${sentence(note)}`, text: '', icon: 'check', class: 'icon-button small' }, read),
  );
}

/** @param {Note} note */
function sentence({ type, title, hostName }) {
  const named = title ? `“${title}”` : 'a meeting';
  switch (type) {
    case 'meeting_invitation':
      return `${hostName ?? 'Somebody'} invites you to ${named}`;
    case 'meeting_cancelled':
      return `${named} was cancelled`;
    case 'meeting_updated':
      return `${named} was changed`;
    case 'meeting_started':
      return `${named} has started`;
    case 'recording_available':
      return `A recording of ${named} is available`;
    case 'missed_meeting':
      return `You missed ${named}`;
    case 'message':
      return title ? `New messages in ${named}` : 'New messages';
    default:
      return `Something about ${named}`;
  }
}
