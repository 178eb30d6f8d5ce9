import { h } from './dom.js';
import { length } from './words.js';

/** @typedef {import('./types.js').Meeting} Meeting */

/** What is seen over the stage when it is over for everybody, or for this person alone. */
export class Ending {
  #meeting;
  #place;
  #ends;
  #told = false;

  /** @param {Meeting} meeting @param {HTMLElement} place */
  constructor(meeting, place) {
    this.#meeting = meeting;
    this.#place = place;
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
    this.#tell(title, why(this.#meeting) + (took === null ? '' : ` It took ${length(took)}.`));
  }

  /** @param {string} reason */
  #closed(reason) {
    if (this.#meeting.state.ended) this.#look();
    else if (reason === 'removed') this.#tell('You were removed', 'The host took you out of this meeting.');
    else if (reason === 'left') location.hash = `#/meeting/${this.#meeting.id}`;
    else if (reason !== 'closed') this.#tell('You are not in the meeting any more', `The reason: ${reason}.`);
  }

  /** @param {string} title @param {string} text */
  #tell(title, text) {
    if (this.#told) return;
    this.#told = true;
    const heading = h('h2', { tabindex: '-1' }, title);
    const history = h('a', { class: 'button primary', href: `#/meeting/${this.#meeting.id}/history` }, 'See how it went');
    const back = h('a', { class: 'button', href: '#/meetings' }, 'To the meetings');
    const links = h('div', { class: 'actions' }, history, back);
    this.#place.append(
      h('div', { class: 'over', role: 'alert', data: { testid: 'over' } }, heading, h('p', {}, text), links),
    );
    heading.focus();
  }
}

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
      return meeting.cancelReason ? `The reason: “${meeting.cancelReason}”` : 'It ends for everyone.';
  }
}
