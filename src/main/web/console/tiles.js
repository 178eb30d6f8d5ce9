import { arrange, batched, h, icon } from './dom.js';
import { face } from './face.js';

/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').Attendee} Attendee */

const MOST = 12;

/** Those inside as tiles, where no video shows them. The list of people says the same to those who do not see it. */
export class Tiles {
  #meeting;
  #end;
  /** @type {Map<string, {of: string, tile: HTMLElement}>} */
  #made = new Map();
  #more = h('li', { class: 'tile more' });
  // It scrolls, and is no stop of the keys: those who do not see it have the list.
  element = h('ul', { class: 'tiles', 'aria-hidden': 'true', tabindex: '-1' });

  /** @param {Meeting} meeting */
  constructor(meeting) {
    this.#meeting = meeting;
    this.#end = meeting.on(
      'state',
      batched(() => this.#show()),
    );
    this.#show();
  }

  dispose() {
    this.#end();
  }

  #show() {
    const { participants } = this.#meeting.state;
    const shown = participants.length > MOST ? participants.slice(0, MOST - 1) : participants;
    this.#made = new Map(shown.map((person) => [person.userId, this.#tileOf(person)]));
    const tiles = [...this.#made.values()].map(({ tile }) => tile);
    this.#more.textContent = `+${participants.length - shown.length}`;
    arrange(this.element, participants.length > MOST ? [...tiles, this.#more] : tiles);
  }

  /** @param {Readonly<Attendee>} person */
  #tileOf(person) {
    const of = JSON.stringify([
      person.userName,
      person.isMuted,
      person.isVideoOn,
      person.isHandRaised,
      person.isSharingScreen,
    ]);
    const old = this.#made.get(person.userId);
    return old?.of === of ? old : { of, tile: tile(person) };
  }
}

/** @param {Readonly<Attendee>} person */
function tile(person) {
  const signs = [
    person.isHandRaised && icon('hand'),
    person.isSharingScreen && icon('share'),
    person.isVideoOn && icon('camera'),
    icon(person.isMuted ? 'mic-off' : 'mic'),
  ];
  return h(
    'li',
    { class: person.isMuted ? 'tile' : 'tile speaks' },
    face(person),
    h('span', { class: 'tile-name', dir: 'auto' }, person.userName),
    h('span', { class: 'tile-signs' }, ...signs),
  );
}
