import { Absent } from './absent.js';
import { arrange, batched, button, h } from './dom.js';
import { Guests } from './guests.js';
import { invite } from './people.js';
import { RosterRow } from './roster-row.js';
import { counted } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').Attendee} Attendee */
/** @typedef {import('./directory.js').Directory} Directory */

/**
 * Who is inside, live: raised hands first and in their order, then in the order in which people came; below, who is in Jitsi
 * without being one of the meeting's people, and who is invited and not there.
 */
export class Roster {
  #app;
  #meeting;
  #known;
  #guests = new Guests();
  #away;
  #title = h('h2', {}, 'Inside');
  #list = h('ul', { class: 'roster', 'aria-label': 'Inside' });
  #invite = button({ label: 'Invite', icon: 'plus', class: 'small quiet' }, () => invite(this.#app, this.#meeting.id));
  /** @type {Map<string, RosterRow>} */
  #rows = new Map();
  #end;
  #ticks = setInterval(() => this.#tick(), 1000);

  /** @param {App} app @param {Meeting} meeting @param {Directory} known */
  constructor(app, meeting, known) {
    this.#app = app;
    this.#meeting = meeting;
    this.#known = known;
    this.#away = new Absent(app);
    const header = h('header', {}, this.#title, this.#invite);
    const body = h('div', { class: 'scroll' }, this.#list, this.#guests.element, this.#away.element);
    this.element = h('section', { class: 'panel people', 'aria-label': 'People' }, header, body);
    this.#end = meeting.on(
      'state',
      batched(() => this.#show()),
    );
    known.changed(() => this.#show());
    this.#show();
  }

  dispose() {
    this.#end();
    clearInterval(this.#ticks);
    this.#away.dispose();
  }

  #show() {
    const { state, role } = this.#meeting;
    const inside = handsFirst(state.participants);
    const rows = new Map(inside.map((person) => [person.userId, this.#rowOf(person)]));
    this.#rows = rows;
    const elements = [...rows.values()].map((row) => row.element);
    arrange(this.#list, elements);
    this.#title.textContent = state.ended ? 'Nobody is inside any more' : `Inside: ${counted(inside.length, 'person', 'people')}`;
    this.#invite.hidden = role !== 'Host' || state.ended !== null;
    const { invited } = this.#known;
    const people = new Set([...rows.keys(), ...invited.map((one) => one.userId)]);
    this.#guests.show(state.occupants.filter(({ userId }) => userId === null || !people.has(userId)));
    const away = invited.filter((one) => !rows.has(one.userId));
    this.#away.show(away, new Set(state.occupants.map((one) => one.userId)), state.ended !== null);
    this.#tick();
  }

  /** @param {Readonly<Attendee>} person */
  #rowOf(person) {
    const row = this.#rows.get(person.userId) ?? new RosterRow(this.#app, this.#meeting, person);
    row.show(person);
    return row;
  }

  #tick() {
    for (const person of this.#meeting.state.participants) this.#rows.get(person.userId)?.tick(this.#known.since(person));
  }
}

/** @param {readonly Readonly<Attendee>[]} people */
function handsFirst(people) {
  const order = (/** @type {Readonly<Attendee>} */ one) => one.handPosition ?? Infinity;
  // Equal ones keep their order; Infinity minus Infinity is no number.
  return [...people].sort((one, other) => (order(one) === order(other) ? 0 : order(one) - order(other)));
}
