import { batched, button, h, icon } from './dom.js';
import { iconOf, sentence } from './sentences.js';
import { clockSeconds, failure, moment } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').StreamEvent} StreamEvent */
/** @typedef {{name: import('./sentences.js').Names, changed: (listener: () => void) => void}} Names */

const PAGE = 100;
/** So many lines are shown at most when it fills by itself; who reads older ones gets as many more. */
const MOST = 300;

/**
 * The meeting's events, the newest first, each once: those before this page came are read, the others come live.
 *
 * @param {App} app
 * @param {Meeting} meeting
 * @param {Names} known
 */
export function timeline(app, meeting, known) {
  /** @type {Map<number, StreamEvent>} */
  let events = new Map();
  let most = MOST;
  const list = h('ol', { class: 'timeline', reversed: true, 'aria-label': 'Events, the newest first' });
  const older = button({ label: 'Older', class: 'small wide' }, () => read(lowest() - 1));
  const note = h('p', { class: 'muted small', hidden: true }, 'The earlier events of this meeting are no longer kept.');
  const lines = lineCache(known);
  const lowest = () => Math.min(...events.keys(), meeting.state.seq + 1);

  const show = batched(() => {
    const newest = [...events.values()].sort((one, other) => other.seq - one.seq).slice(0, most);
    events = new Map(newest.map((event) => [event.seq, event]));
    lines.show(list, newest);
    older.hidden = !note.hidden || lowest() <= 1;
  });
  /** The page that ends at this seq. @param {number} last */
  const read = async (last) => {
    if (last < 1) return show();
    try {
      const after = Math.max(0, last - PAGE);
      const page = await app.gavel.meetings.events(meeting.id, { after, limit: last - after });
      note.hidden = !page.reset;
      if (events.size + page.items.length > most) most += PAGE;
      for (const event of page.items) events.set(event.seq, event);
      show();
    } catch (error) {
      app.toast(failure(error), 'error');
    }
  };
  const ends = [
    meeting.on('event', (event) => {
      events.set(event.seq, event);
      show();
    }),
    meeting.on('reset', (state) => {
      events.clear();
      read(state.seq);
    }),
  ];
  known.changed(() => (lines.forget(), show()));
  read(meeting.state.seq);
  return {
    element: h(
      'section',
      { class: 'panel line', 'aria-label': 'Timeline' },
      h('header', {}, h('h2', {}, 'Timeline')),
      h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Timeline' }, list, note, older),
    ),
    dispose: () => ends.forEach((end) => end()),
  };
}

/** Lines that stay the same elements as long as they are shown. @param {Names} known */
function lineCache(known) {
  /** @type {Map<number, HTMLElement>} */
  let made = new Map();
  return {
    /** @param {Element} list @param {StreamEvent[]} events */
    show(list, events) {
      const lines = new Map(events.map((event) => [event.seq, made.get(event.seq) ?? line(event, known.name)]));
      for (const [seq, element] of made) if (lines.get(seq) !== element) element.remove();
      let before = list.firstElementChild;
      for (const element of lines.values()) {
        if (element === before) before = before.nextElementSibling;
        else list.insertBefore(element, before);
      }
      made = lines;
    },
    /** Names have changed: the sentences are made anew. */
    forget() {
      for (const element of made.values()) element.remove();
      made = new Map();
    },
  };
}

/** @param {StreamEvent} event @param {import('./sentences.js').Names} name */
export function line(event, name) {
  return h(
    'li',
    { data: { seq: event.seq, event: event.event }, value: event.seq },
    h('span', { class: 'seq', title: 'its number in the stream' }, String(event.seq)),
    h('time', { datetime: event.at, title: moment(event.at) }, clockSeconds(event.at)),
    icon(iconOf(event)),
    h('span', { class: 'text' }, sentence(event, name)),
  );
}
