import { batched, fill, h, icon } from './dom.js';
import { ticking } from './words.js';

/** @typedef {import('./types.js').Meeting} Meeting */

/** The meeting's title, how long it has run, and whether it is recorded. */
export class RoomHead {
  #meeting;
  #title = h('h1', { tabindex: '-1', dir: 'auto' });
  #elapsed = h('span', { class: 'elapsed', title: 'since the start' });
  #recording = h('span', { class: 'recording', data: { testid: 'recording', on: false } });
  #end;
  #ticks = setInterval(() => this.#tick(), 1000);

  /** @param {Meeting} meeting */
  constructor(meeting) {
    this.#meeting = meeting;
    const leave = h('a', { class: 'button small', href: `#/meeting/${meeting.id}` }, icon('leave'), 'Leave');
    const gap = h('span', { class: 'gap' });
    this.element = h('header', { class: 'room-head' }, this.#title, this.#elapsed, this.#recording, gap, leave);
    this.#end = meeting.on(
      'state',
      batched(() => this.#show()),
    );
    this.#show();
  }

  dispose() {
    this.#end();
    clearInterval(this.#ticks);
  }

  #show() {
    const { meeting, recording } = this.#meeting.state;
    this.#title.textContent = meeting.title ?? `Meeting ${this.#meeting.id}`;
    this.#title.title = this.#title.textContent;
    const on = String(recording !== null);
    if (this.#recording.dataset.on !== on)
      fill(this.#recording, ...(recording ? [icon('record'), h('span', {}, 'Recording')] : []));
    this.#recording.dataset.on = on;
    this.#tick();
  }

  #tick() {
    const { meeting, ended } = this.#meeting.state;
    const { startedAt } = meeting;
    this.#elapsed.textContent = startedAt && !ended ? ticking((Date.now() - Date.parse(startedAt)) / 1000) : '';
  }
}
