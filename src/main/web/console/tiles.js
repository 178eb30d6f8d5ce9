import { arrange, batched, h, icon } from './dom.js';
import { face } from './face.js';

/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').Attendee} Attendee */

const MOST = 12;

/**
 * Those inside as tiles, where no video shows them. The list of people says the same to those who do not see it.
 *
 * @param {Meeting} meeting
 */
export function tiles(meeting) {
  const element = h('ul', { class: 'tiles', 'aria-hidden': 'true' });
  /** @type {Map<string, {of: string, tile: HTMLElement}>} */
  let made = new Map();
  const show = () => {
    const shown = meeting.state.participants.slice(0, MOST).map((person) => {
      const of = JSON.stringify([
        person.userName,
        person.isMuted,
        person.isVideoOn,
        person.isHandRaised,
        person.isSharingScreen,
      ]);
      const old = made.get(person.userId);
      return /** @type {const} */ ([person.userId, old?.of === of ? old : { of, tile: tileOf(person) }]);
    });
    made = new Map(shown);
    arrange(
      element,
      shown.map(([, { tile }]) => tile),
    );
  };
  const end = meeting.on('state', batched(show));
  show();
  return { element, dispose: end };
}

/** @param {Readonly<Attendee>} person */
function tileOf(person) {
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
    h('span', { class: 'tile-name' }, person.userName),
    h('span', { class: 'tile-signs' }, ...signs),
  );
}
