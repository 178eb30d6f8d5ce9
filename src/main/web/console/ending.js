import { h } from './dom.js';
import { failure, length, stopped } from './words.js';

/** @typedef {import('./types.js').Meeting} Meeting */

/** What is seen over the stage when it is over for everybody, or for this person alone. */
export class Ending {
  #meeting;
  #place;
  #ends;
  #told = false;
  #at;

  /** @param {Meeting} meeting @param {HTMLElement} place */
  constructor(meeting, place) {
    this.#meeting = meeting;
    this.#place = place;
    this.#at = `#/meeting/${meeting.id}`;
    this.#ends = [meeting.on('state', () => this.#look()), meeting.on('closed', ({ reason }) => this.#closed(reason))];
    this.#look();
  }

  dispose() {
    this.#ends.forEach((end) => end());
  }

  #look() {
    const { ended, status, meeting } = this.#meeting.state;
    if (!ended) return;
    const took = meeting.startedAt ? (Date.parse(ended.at) - Date.parse(meeting.startedAt)) / 1000 : null;
    const title = status === 'Cancelled' ? 'The meeting was cancelled' : 'The meeting has ended';
    const text = why(this.#meeting) + (took === null ? '' : ` It took ${length(took)}.`);
    this.#tell(title, text, [link('See how it went', `${this.#at}/history`, 'primary')]);
  }

  /** @param {string} reason */
  #closed(reason) {
    if (this.#meeting.state.ended) this.#look();
    else if (reason === 'removed') this.#tell('You were removed', 'The host took you out of this meeting.', []);
    else if (reason === 'left') location.hash = this.#at;
    else if (reason !== 'closed')
      this.#tell('You are not in the meeting any more', failure({ code: reason }), [link('About the meeting', this.#at)]);
  }

  /** @param {string} title @param {string} text @param {HTMLElement[]} more where else one may look: whoever was removed nowhere */
  #tell(title, text, more) {
    if (this.#told) return;
    this.#told = true;
    const heading = h('h2', { tabindex: '-1' }, title);
    const links = h('div', { class: 'actions' }, ...more, link('To the meetings', '#/meetings'));
    // What lies under it is not to be reached by keys.
    for (const under of this.#place.children) if (under instanceof HTMLElement) under.inert = true;
    this.#place.append(
      h('div', { class: 'over', role: 'alert', data: { testid: 'over' } }, heading, h('p', { dir: 'auto' }, text), links),
    );
    heading.focus();
  }
}

/** @param {string} text @param {string} href @param {string} [look] */
const link = (text, href, look = '') => h('a', { class: `button ${look}`, href }, text);

/** @param {Meeting} meeting */
function why({ state: { ended, meeting } }) {
  switch (ended?.reason) {
    case 'host':
      return `${meeting.hostName ?? 'The host'} ended it for everyone.`;
    case 'empty':
      return 'It ended because nobody was there any more.';
    case 'time':
      return 'It reached the longest time that a meeting may take.';
    default:
      return meeting.cancelReason ? `The reason: “${stopped(meeting.cancelReason)}”` : 'It ends for everyone.';
  }
}
