import { batched, button, h, icon } from './dom.js';
import { iconOf, sentence } from './sentences.js';
import { clockSeconds, moment } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').StreamEvent} StreamEvent */
/** @typedef {import('./directory.js').Directory} Directory */

const PAGE = 100;
/** So many lines are shown at most when it fills by itself; who reads older ones gets as many more. */
const MOST = 300;

/** The meeting's events, the newest first, each once: those before this page came are read, the others come live. */
export class Timeline {
  #app;
  #meeting;
  #lines;
  #ends;
  /** @type {Map<number, StreamEvent>} */
  #events = new Map();
  #most = MOST;
  #list = h('ol', { class: 'timeline', reversed: true, 'aria-label': 'Events, the newest first' });
  #older = button({ label: 'Older', class: 'small wide' }, () => this.#read(this.#lowest() - 1));
  #note = h('p', { class: 'muted small', hidden: true }, 'The earlier events of this meeting are no longer kept.');
  #show = batched(() => this.#showNow());

  /** @param {App} app @param {Meeting} meeting @param {Directory} known */
  constructor(app, meeting, known) {
    this.#app = app;
    this.#meeting = meeting;
    this.#lines = new Lines(this.#list, known);
    this.#ends = [
      meeting.on('event', (event) => this.#add([event])),
      meeting.on('reset', ({ seq }) => {
        this.#events.clear();
        this.#read(seq);
      }),
    ];
    known.changed(() => {
      this.#lines.forget();
      this.#show();
    });
    const scroll = { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Timeline' };
    const title = h('header', {}, h('h2', {}, 'Timeline'));
    const body = h('div', scroll, this.#list, this.#note, this.#older);
    this.element = h('section', { class: 'panel line', 'aria-label': 'Timeline' }, title, body);
    this.#read(meeting.state.seq);
  }

  dispose() {
    this.#ends.forEach((end) => end());
  }

  #lowest() {
    return Math.min(...this.#events.keys(), this.#meeting.state.seq + 1);
  }

  /** @param {StreamEvent[]} events */
  #add(events) {
    for (const event of events) this.#events.set(event.seq, event);
    this.#show();
  }

  /** The page that ends at this seq. @param {number} last */
  async #read(last) {
    if (last < 1) return this.#show();
    try {
      const after = Math.max(0, last - PAGE);
      const page = await this.#app.gavel.meetings.events(this.#meeting.id, { after, limit: last - after });
      this.#note.hidden = !page.reset;
      if (this.#events.size + page.items.length > this.#most) this.#most += PAGE;
      this.#add(page.items);
    } catch (error) {
      this.#app.failed(error, 'Timeline');
    }
  }

  #showNow() {
    const newest = [...this.#events.values()].sort((one, other) => other.seq - one.seq).slice(0, this.#most);
    this.#events = new Map(newest.map((event) => [event.seq, event]));
    this.#lines.show(newest);
    this.#older.hidden = !this.#note.hidden || this.#lowest() <= 1;
  }
}

/** Lines that stay the same elements as long as they are shown. */
class Lines {
  #list;
  #known;
  /** @type {Map<number, HTMLElement>} */
  #made = new Map();

  /** @param {Element} list @param {Directory} known */
  constructor(list, known) {
    this.#list = list;
    this.#known = known;
  }

  /** @param {StreamEvent[]} events */
  show(events) {
    const made = this.#made;
    const name = (/** @type {string | null | undefined} */ id) => this.#known.name(id);
    const lines = new Map(events.map((event) => [event.seq, made.get(event.seq) ?? line(event, name)]));
    for (const [seq, element] of made) if (lines.get(seq) !== element) element.remove();
    let next = this.#list.firstElementChild;
    for (const element of lines.values()) {
      if (element === next) next = next.nextElementSibling;
      else this.#list.insertBefore(element, next);
    }
    this.#made = lines;
  }

  /** Names have changed: the sentences are made anew. */
  forget() {
    for (const element of this.#made.values()) element.remove();
    this.#made = new Map();
  }
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
