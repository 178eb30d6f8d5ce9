import { batched, button, fill, h, icon, refill } from './dom.js';
import { heldFocus } from './focus.js';
import { hold, isHeld } from './hold.js';
import { askCancel, askEnd, facts, statusLine } from './meeting-parts.js';
import { People } from './people.js';
import { failure, isPassing } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').MeetingDetail} MeetingDetail */

/** A meeting from outside: what it is, who is invited, and what its host can do with it. It follows the meeting live. */
export class Overview {
  #app;
  #meetingId;
  #topic;
  #letGo;
  #heading;
  #body = h('div', { class: 'stack' }, h('p', { class: 'waiting', role: 'status' }, 'Reading…'));
  #people;
  #status = h('div', {});
  #buttons = h('div', { class: 'actions start' });
  #about = h('section', { class: 'card', 'aria-label': 'About' });
  #parts;
  /** @type {Meeting | null} */
  #watched = null;
  #over = false;

  /** @param {App} app @param {number} meetingId */
  constructor(app, meetingId) {
    this.#app = app;
    this.#meetingId = meetingId;
    this.#topic = `meeting.${meetingId}`;
    this.#letGo = hold(this.#topic);
    this.#heading = h('h1', { dir: 'auto' }, `Meeting ${meetingId}`);
    this.#people = new People(app);
    this.#parts = [this.#status, this.#buttons, h('div', { class: 'columns-2' }, this.#about, this.#people.element)];
    this.title = `Meeting ${meetingId}`;
    const up = h('a', { class: 'up', href: '#/meetings' }, icon('back'), 'Meetings');
    this.element = h('div', { class: 'page' }, up, this.#heading, this.#body);
    this.#begin();
  }

  async #begin() {
    if (await this.#load()) await this.#follow();
  }

  dispose() {
    this.#over = true;
    this.#letGo();
    this.#watched?.close();
    this.#people.dispose();
  }

  /** Whether there was something to read. */
  async #load() {
    try {
      const detail = await this.#app.gavel.meetings.get(this.#meetingId);
      if (!this.#over) this.#show(detail);
      return true;
    } catch (error) {
      if (!this.#over) this.#refused(error);
      return false;
    }
  }

  /** What was read stays where it may just not be read again at this moment. @param {unknown} error */
  #refused(error) {
    if (isPassing(error) && this.#status.isConnected) return;
    const back = h('a', { class: 'button', href: '#/meetings' }, 'To the meetings');
    const keepFocus = heldFocus(this.#body);
    fill(this.#body, h('p', { class: 'note warn', role: 'alert' }, failure(error)), back);
    keepFocus();
  }

  async #follow() {
    if (this.#over) return;
    // An admin who is no member reads a meeting, but is told nothing of it.
    const meeting = await this.#app.gavel.watch(this.#meetingId).catch(() => null);
    if (!meeting) return;
    if (this.#over) return isHeld(this.#topic) ? undefined : meeting.close();
    this.#watched = meeting;
    this.#app.follow(meeting);
    const again = batched(() => !this.#over && this.#load());
    meeting.on('state', again);
    meeting.on('closed', ({ reason }) => {
      // The room that this page came from was on its way out.
      if (reason === 'left') this.#follow();
      else again();
    });
  }

  /** Each part is made anew where it changed alone: what has the focus elsewhere keeps it. @param {MeetingDetail} detail */
  #show(detail) {
    const { role, status, description, participants, seq, ...about } = detail;
    this.#heading.textContent = detail.title;
    this.#people.show(detail);
    refill(this.#status, [status, about], () => [statusLine(detail)]);
    refill(this.#buttons, [role, status], () => this.#actions(detail));
    const text = description && h('p', { class: 'description', dir: 'auto' }, description);
    refill(this.#about, [role, status, description, about], () => [h('h2', {}, 'About'), text, facts(detail)]);
    if (this.#status.parentElement !== this.#body) fill(this.#body, ...this.#parts);
  }

  /** @param {MeetingDetail} detail */
  #actions({ id, role, status }) {
    const at = `#/meeting/${id}`;
    const over = status === 'Completed' || status === 'Cancelled';
    const host = role === 'Host' && !over;
    const join = host && status === 'Scheduled' ? 'Start and join' : 'Join';
    const end = () => this.#after(askEnd(this.#app, id), 'End for everyone');
    const cancel = () => this.#after(askCancel(this.#app, id), 'Cancel the meeting');
    return [
      role && !over && h('a', { class: 'button primary', href: `${at}/room` }, join),
      h('a', { class: 'button', href: `${at}/history` }, 'History'),
      host && h('a', { class: 'button', href: `${at}/edit` }, 'Change'),
      host && status === 'InProgress' && button({ label: 'End for everyone', class: 'danger' }, end),
      host && button({ label: 'Cancel the meeting', class: 'quiet danger' }, cancel),
    ];
  }

  /** @param {Promise<boolean>} asked @param {string} what */
  async #after(asked, what) {
    try {
      if (await asked) await this.#load();
    } catch (error) {
      this.#app.failed(error, what);
    }
  }
}
