import { Chat } from './chat.js';
import { Controls } from './controls.js';
import { Directory } from './directory.js';
import { batched, button, fill, h } from './dom.js';
import { hold } from './hold.js';
import { Door } from './join.js';
import { Ending } from './ending.js';
import { RoomHead } from './room-head.js';
import { Roster } from './roster.js';
import { speak } from './spoken.js';
import { Stage } from './stage.js';
import { Timeline } from './timeline.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */

/** The meeting from inside. Whoever reloads the page comes in again; whoever goes to another page goes out. */
export class Room {
  #app;
  /** @type {Door | Inside} */
  #shown;
  #letGo;
  element = h('div', { class: 'room-page' });

  /** @param {App} app @param {number} meetingId */
  constructor(app, meetingId) {
    this.#app = app;
    this.title = `Meeting ${meetingId}`;
    this.#letGo = hold(`meeting.${meetingId}`);
    this.#shown = new Door(app, meetingId, (meeting) => this.#entered(meeting));
    fill(this.element, this.#shown.element);
  }

  dispose() {
    this.#letGo();
    this.#shown.dispose();
  }

  /** @param {Meeting} meeting */
  #entered(meeting) {
    this.#shown.dispose();
    this.#shown = new Inside(this.#app, meeting);
    fill(this.element, this.#shown.element);
    this.#shown.element.querySelector('h1')?.focus();
    document.title = `${meeting.state.meeting.title ?? 'Meeting'} – Gavel`;
  }
}

/** All parts of a meeting that one is in. */
class Inside {
  #app;
  #meeting;
  #chat;
  /** @type {{dispose(): void}[]} */
  #parts;
  #ends;
  #head;
  #people = h('span', { class: 'count' });
  #unread = h('span', { class: 'count', hidden: true });

  /** @param {App} app @param {Meeting} meeting */
  constructor(app, meeting) {
    this.#app = app;
    this.#meeting = meeting;
    app.follow(meeting);
    const known = new Directory(app, meeting);
    const head = (this.#head = new RoomHead(meeting));
    const stage = new Stage(app, meeting);
    const controls = new Controls(app, meeting, stage);
    const roster = new Roster(app, meeting, known);
    this.#chat = new Chat(app, meeting, (unread) => this.#showUnread(unread));
    const timeline = new Timeline(app, meeting, known);
    this.#parts = [known, head, stage, controls, roster, this.#chat, timeline];
    this.#parts.push(new Ending(meeting, stage.element), speak(meeting, known));
    this.element = h('div', { class: 'room', data: { show: 'people', testid: 'room' } });
    this.element.append(head.element, stage.element, controls.element, this.#panelSwitch());
    this.element.append(roster.element, this.#chat.element, timeline.element);
    const count = () => void (this.#people.textContent = String(meeting.state.participants.length));
    this.#ends = [meeting.on('state', batched(count)), meeting.on('closed', () => this.#closed())];
    count();
  }

  /** Whoever is out sees nothing that looks as if it went on. What has ended stays to be read. */
  #closed() {
    if (this.#meeting.state.ended) return;
    this.element.dataset.out = 'true';
    for (const part of this.element.children) if (!part.matches('.stage')) part.toggleAttribute('hidden', true);
    this.#head.dispose();
    this.#app.follow(null);
  }

  dispose() {
    this.#ends.forEach((end) => end());
    this.#parts.forEach((part) => part.dispose());
    this.#app.follow(null);
    this.#meeting.leave().catch(() => this.#meeting.close());
  }

  /** @param {number} unread */
  #showUnread(unread) {
    this.#unread.textContent = String(unread);
    this.#unread.hidden = unread === 0;
  }

  /** Narrow screens show one of the panels. */
  #panelSwitch() {
    /** @type {[string, string, HTMLElement?][]} */
    const panels = [
      ['people', 'People', this.#people],
      ['chat', 'Chat', this.#unread],
      ['timeline', 'Timeline'],
    ];
    const buttons = panels.map(([name, label, count]) => {
      const one = button({ label, 'aria-pressed': String(name === 'people') }, () => {
        this.element.dataset.show = name;
        for (const other of buttons) other.setAttribute('aria-pressed', String(other === one));
        this.#chat.look();
      });
      one.append(count ?? '');
      return one;
    });
    return h('div', { class: 'panel-switch', role: 'group', 'aria-label': 'Show' }, ...buttons);
  }
}
