import { button, fill, h } from './dom.js';
import { failure, moment } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {{id: number, type: string, meetingId: number | null, conversationId: number | null, title: string | null, hostName: string | null, at: string}} Note */

/**
 * The unread notifications: a button with their number, and their list. The server's list is the truth; what comes live is added
 * to it, and what was read elsewhere is taken off.
 *
 * @param {App} app
 */
export function notifications(app) {
  /** @type {Map<number, Note>} */
  const unread = new Map();
  const count = h('span', { class: 'count', hidden: true });
  const open = button(
    {
      label: 'Notifications',
      text: '',
      icon: 'bell',
      class: 'icon-button',
      'aria-expanded': 'false',
      'aria-controls': 'notes',
    },
    () => show(panel.hidden === true),
  );
  open.append(count);
  const list = h('ul', { class: 'notes' });
  const readAll = button({ label: 'Mark all read', class: 'small quiet' }, () =>
    app.gavel.notifications.readAll().then(load).catch(failed),
  );
  const panel = h(
    'section',
    { class: 'popover card', id: 'notes', 'aria-label': 'Notifications', hidden: true },
    h('header', {}, h('h2', {}, 'Notifications'), readAll),
    list,
  );

  const failed = (/** @type {unknown} */ error) => app.toast(failure(error), 'error');
  const show = (/** @type {boolean} */ shown) => {
    panel.hidden = !shown;
    open.setAttribute('aria-expanded', String(shown));
  };
  const render = () => {
    count.hidden = unread.size === 0;
    count.textContent = unread.size > 99 ? '99+' : String(unread.size);
    open.setAttribute('aria-label', unread.size ? `Notifications, ${unread.size} unread` : 'Notifications');
    readAll.disabled = unread.size === 0;
    const newest = [...unread.values()].sort((one, other) => other.id - one.id);
    fill(
      list,
      ...(newest.length
        ? newest.map((note) => row(note, { read, close: () => show(false) }))
        : [h('li', { class: 'muted empty' }, 'Nothing new.')]),
    );
  };
  const read = (/** @type {Note} */ note) => {
    unread.delete(note.id);
    render();
    app.gavel.notifications.read(note.id).catch((error) => error?.code === 'NOT_FOUND' || failed(error));
  };
  const load = async () => {
    const { items } = await app.gavel.notifications.list({ unread: true, limit: 100 });
    unread.clear();
    for (const item of items) unread.set(item.id, { ...item, at: item.createdAt });
    render();
  };
  const stop = listen(app, { unread, render, load: () => load().catch(failed) });
  const escape = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape' || panel.hidden) return;
    show(false);
    open.focus();
  };
  const outside = (/** @type {Event} */ event) => {
    if (!panel.hidden && !element.contains(/** @type {Node} */ (event.target))) show(false);
  };
  document.addEventListener('keydown', escape);
  document.addEventListener('pointerdown', outside);
  const element = h('div', { class: 'notifications' }, open, panel);
  render();
  load().catch(failed);
  return {
    element,
    dispose() {
      stop();
      document.removeEventListener('keydown', escape);
      document.removeEventListener('pointerdown', outside);
    },
  };
}

/**
 * @param {App} app
 * @param {{unread: Map<number, Note>, render: () => void, load: () => void}} shown
 */
function listen(app, { unread, render, load }) {
  const came = (/** @type {any} */ event) => {
    const note = { type: event.event, conversationId: null, hostName: null, ...event, id: event.notificationId };
    const known = unread.has(note.id);
    unread.set(note.id, note);
    render();
    if (!known) app.toast(sentence(note), 'news');
  };
  const ends = [
    app.gavel.on('meeting_invitation', came),
    app.gavel.on('meeting_cancelled', came),
    app.gavel.on('notification', came),
    app.gavel.on('notification_read', (event) => {
      if (unread.delete(event.notificationId)) render();
    }),
    app.gavel.on('reconnected', load),
  ];
  return () => ends.forEach((end) => end());
}

/** @param {Note} note @param {{read: (note: Note) => void, close: () => void}} actions */
function row(note, { read, close }) {
  const followed = () => {
    read(note);
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
    button({ label: `Mark read: ${sentence(note)}`, text: '', icon: 'check', class: 'icon-button small' }, () => read(note)),
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
