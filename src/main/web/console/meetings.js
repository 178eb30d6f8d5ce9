import { field } from './dialogs.js';
import { batched, button, fill, h, icon } from './dom.js';
import { presence } from './presence.js';
import { clock, day, failure, length, statusWord } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').MeetingFields} MeetingFields */

const PAGE = 20;

/**
 * The meetings that one hosts or is invited to. The filters stand in the address: a reload keeps them.
 *
 * @param {App} app
 * @param {URLSearchParams} query
 * @returns {import('./types.js').View}
 */
export function meetings(app, query) {
  const list = h('div', { class: 'meetings' }, h('p', { class: 'waiting', role: 'status' }, 'Reading…'));
  const more = button({ label: 'Show more', class: 'wide', hidden: true }, () => load(true));
  const filters = filterForm(query);
  const dots = presence(app);
  /** @type {MeetingFields[]} */
  let items = [];
  /** @type {string | null} */
  let next = null;
  let asked = 0;

  /** @param {boolean} [further] */
  const load = async (further = false) => {
    const mine = ++asked;
    // What is shown is read anew in one piece: a page that grew stays as long as it is.
    const page = further
      ? { cursor: next ?? undefined, limit: PAGE }
      : { limit: Math.min(100, Math.max(PAGE, items.length)) };
    try {
      const answer = await app.gavel.meetings.list({ ...asQuery(query), ...page });
      if (mine !== asked) return;
      items = further ? [...items, ...answer.items] : answer.items;
      next = answer.nextCursor;
      fill(list, ...groups(items, dots));
      dots.watch(items.map((item) => item.hostUserId));
      more.hidden = next === null;
      if (items.length === 0) fill(list, nothing(query));
    } catch (error) {
      if (mine === asked) fill(list, h('p', { class: 'note warn', role: 'alert' }, failure(error)));
    }
  };
  const again = batched(() => load());
  const ends = [
    app.gavel.on('meeting_invitation', again),
    app.gavel.on('meeting_cancelled', again),
    app.gavel.on('notification', again),
    app.gavel.on('reconnected', again),
  ];
  // A host is told nothing of its own acts: what it did in another window shows when it comes back to this one.
  const seen = () => document.visibilityState === 'visible' && again();
  document.addEventListener('visibilitychange', seen);
  load();
  return {
    title: 'Meetings',
    element: h(
      'div',
      { class: 'page' },
      h(
        'div',
        { class: 'heading' },
        h('h1', {}, 'Meetings'),
        h('a', { class: 'button primary', href: '#/new' }, icon('plus'), 'New meeting'),
      ),
      filters,
      list,
      more,
    ),
    dispose() {
      asked++;
      ends.forEach((end) => end());
      document.removeEventListener('visibilitychange', seen);
      dots.dispose();
    },
  };
}

/** @param {URLSearchParams} query */
function asQuery(query) {
  const { from, to, ...rest } = Object.fromEntries([...query].filter(([name, value]) => value && FILTERS.includes(name)));
  return { ...rest, ...(from && { from: startOf(from, 0) }), ...(to && { to: startOf(to, 1) }) };
}

const FILTERS = ['q', 'status', 'role', 'from', 'to', 'order'];

/** Midnight here of a day, or of one after it. @param {string} date @param {number} after */
function startOf(date, after) {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, dayOfMonth + after).toISOString();
}

/** @param {URLSearchParams} query */
function filterForm(query) {
  const text = h('input', { type: 'search', name: 'q', placeholder: 'A part of the title', value: query.get('q') ?? '' });
  const status = choice('status', query, [
    ['', 'Any status'],
    ['Scheduled', 'Scheduled'],
    ['InProgress', 'In progress'],
    ['Scheduled,InProgress', 'Not over'],
    ['Completed', 'Completed'],
    ['Cancelled', 'Cancelled'],
  ]);
  const role = choice('role', query, [
    ['', 'Any role'],
    ['Host', 'Host'],
    ['Moderator', 'Moderator'],
    ['Participant', 'Participant'],
  ]);
  const from = h('input', { type: 'date', name: 'from', value: query.get('from') ?? '' });
  const to = h('input', { type: 'date', name: 'to', value: query.get('to') ?? '' });
  const order = choice('order', query, [
    ['', 'Latest first'],
    ['asc', 'Earliest first'],
  ]);
  const apply = (/** @type {Event} */ event) => {
    event.preventDefault();
    const wanted = new URLSearchParams();
    for (const input of [text, status, role, from, to, order]) if (input.value) wanted.set(input.name, input.value);
    location.hash = `#/meetings${wanted.size ? `?${wanted}` : ''}`;
  };
  return h(
    'form',
    { class: 'filters card', role: 'search', 'aria-label': 'Filter meetings', on: { submit: apply } },
    field('Title', text),
    field('Status', status),
    field('Role', role),
    field('From', from),
    field('To', to),
    field('Order', order),
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'submit' }, 'Filter'),
      query.size > 0 && h('a', { class: 'button quiet', href: '#/meetings' }, 'Clear'),
    ),
  );
}

/** @param {string} name @param {URLSearchParams} query @param {[string, string][]} options */
function choice(name, query, options) {
  const chosen = query.get(name) ?? '';
  return h('select', { name }, ...options.map(([value, text]) => h('option', { value, selected: value === chosen }, text)));
}

/** @param {MeetingFields[]} items @param {ReturnType<typeof presence>} dots */
function groups(items, dots) {
  /** @type {[string, MeetingFields[]][]} */
  const days = [];
  for (const item of items) {
    const name = day(item.scheduledAt);
    const last = days[days.length - 1];
    if (last?.[0] === name) last[1].push(item);
    else days.push([name, [item]]);
  }
  return days.map(([name, those]) =>
    h('section', {}, h('h2', {}, name), h('ul', {}, ...those.map((item) => row(item, dots)))),
  );
}

/** @param {MeetingFields} item @param {ReturnType<typeof presence>} dots */
function row(item, dots) {
  const over = item.status === 'Completed' || item.status === 'Cancelled';
  return h(
    'li',
    { class: 'meeting card', data: { meetingId: item.id, status: item.status } },
    h(
      'div',
      { class: 'when' },
      h('strong', {}, clock(item.scheduledAt)),
      h('span', { class: 'muted small' }, length(item.durationMinutes * 60)),
    ),
    h(
      'div',
      { class: 'what' },
      h('a', { class: 'title', href: `#/meeting/${item.id}` }, item.title),
      h(
        'p',
        { class: 'muted small' },
        dots.dot(item.hostUserId),
        `${item.hostName} hosts`,
        item.role ? ` · you are ${item.role}` : '',
        item.hasPassword && ' · with a password',
      ),
    ),
    h('span', { class: 'status', data: { status: item.status } }, statusWord(item.status)),
    over
      ? h(
          'a',
          { class: 'button', href: `#/meeting/${item.id}/history`, 'aria-label': `History of ${item.title}` },
          'History',
        )
      : h(
          'a',
          {
            class: `button ${item.status === 'InProgress' ? 'primary' : ''}`,
            href: `#/meeting/${item.id}/room`,
            'aria-label': `Join ${item.title}`,
          },
          'Join',
        ),
  );
}

/** @param {URLSearchParams} query */
function nothing(query) {
  return h(
    'div',
    { class: 'empty card' },
    h('p', {}, query.size ? 'No meeting fits these filters.' : 'You have no meetings yet.'),
    query.size
      ? h('a', { class: 'button', href: '#/meetings' }, 'Show all')
      : h('p', { class: 'muted' }, 'Make one, or wait to be invited: it appears here by itself.'),
  );
}
