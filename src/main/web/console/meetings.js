import { batched, button, fill, h, icon } from './dom.js';
import { asQuery, filterForm } from './filters.js';
import { Presence } from './presence.js';
import { clock, day, failure, length, statusWord } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').MeetingFields} MeetingFields */

const PAGE = 20;

/** The meetings that one hosts or is invited to. The filters stand in the address: a reload keeps them. */
export class Meetings {
  #app;
  #query;
  #dots;
  #list = h('div', { class: 'meetings' }, h('p', { class: 'waiting', role: 'status' }, 'Reading…'));
  #more = button({ label: 'Show more', class: 'wide', hidden: true }, () => this.#load(true));
  /** @type {MeetingFields[]} */
  #items = [];
  /** @type {string | null} */
  #next = null;
  #asked = 0;
  #ends;
  title = 'Meetings';

  /** @param {App} app @param {URLSearchParams} query */
  constructor(app, query) {
    this.#app = app;
    this.#query = query;
    this.#dots = new Presence(app);
    const create = h('a', { class: 'button primary', href: '#/new' }, icon('plus'), 'New meeting');
    const heading = h('div', { class: 'heading' }, h('h1', {}, 'Meetings'), create);
    this.element = h('div', { class: 'page' }, heading, filterForm(query), this.#list, this.#more);
    this.#ends = this.#listen();
    this.#load();
  }

  dispose() {
    this.#asked++;
    this.#ends.forEach((end) => end());
    this.#dots.dispose();
  }

  #listen() {
    const { gavel } = this.#app;
    const again = batched(() => this.#load());
    // A host is told nothing of its own acts: what it did in another window shows when it comes back to this one.
    const seen = () => document.visibilityState === 'visible' && again();
    document.addEventListener('visibilitychange', seen);
    return [
      gavel.on('meeting_invitation', again),
      gavel.on('meeting_cancelled', again),
      gavel.on('notification', again),
      gavel.on('reconnected', again),
      () => document.removeEventListener('visibilitychange', seen),
    ];
  }

  async #load(further = false) {
    const mine = ++this.#asked;
    // What is shown is read anew in one piece: a page that grew stays as long as it is.
    const limit = further ? PAGE : Math.min(100, Math.max(PAGE, this.#items.length));
    const cursor = (further && this.#next) || undefined;
    try {
      const page = await this.#app.gavel.meetings.list({ ...asQuery(this.#query), limit, cursor });
      if (mine !== this.#asked) return;
      this.#items = cursor ? [...this.#items, ...page.items] : page.items;
      this.#next = page.nextCursor;
      this.#show();
    } catch (error) {
      if (mine === this.#asked) fill(this.#list, h('p', { class: 'note warn', role: 'alert' }, failure(error)));
    }
  }

  #show() {
    const items = this.#items;
    this.#more.hidden = this.#next === null;
    fill(this.#list, ...(items.length ? groups(items, this.#dots) : [nothing(this.#query)]));
    this.#dots.watch(items.map((item) => item.hostUserId));
  }
}

/** @param {MeetingFields[]} items @param {Presence} dots */
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

/** @param {MeetingFields} item @param {Presence} dots */
function row(item, dots) {
  const { id, title, status, role } = item;
  const time = h('strong', {}, clock(item.scheduledAt));
  const minutes = h('span', { class: 'muted small' }, length(item.durationMinutes * 60));
  const words = [`${item.hostName} hosts`, role && `you are ${role}`, item.hasPassword && 'with a password'];
  const about = h('p', { class: 'muted small' }, dots.dot(item.hostUserId), words.filter(Boolean).join(' · '));
  return h(
    'li',
    { class: 'meeting card', data: { meetingId: id, status } },
    h('div', { class: 'when' }, time, minutes),
    h('div', { class: 'what' }, h('a', { class: 'title', href: `#/meeting/${id}`, dir: 'auto' }, title), about),
    h('span', { class: 'status', data: { status } }, statusWord(status)),
    next(item),
  );
}

/** What one most likely wants to do with it. @param {MeetingFields} item */
function next({ id, title, status }) {
  const over = status === 'Completed' || status === 'Cancelled';
  const [text, page] = over ? ['History', 'history'] : ['Join', 'room'];
  const look = status === 'InProgress' ? 'button primary' : 'button';
  return h(
    'a',
    { class: look, href: `#/meeting/${id}/${page}`, 'aria-label': over ? `History of ${title}` : `Join ${title}` },
    text,
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
