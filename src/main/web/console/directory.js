import { batched } from './dom.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').Participant} Participant */
/** @typedef {import('./types.js').StreamEvent} StreamEvent */

const CHANGES = ['participant_invited', 'participant_removed', 'role_changed', 'user_joined_meeting', 'user_left_meeting'];

/** Everybody who is invited, with the names that events leave out, and since when those inside are there. */
export class Directory {
  #app;
  #meeting;
  #ends;
  /** @type {Map<string, string>} */
  #names = new Map();
  #readAt = 0;
  /** @type {(() => void)[]} */
  #listeners = [];
  #over = false;
  #again = batched(() => this.#read());
  /** @type {readonly Participant[]} */
  invited = [];

  /** @param {App} app @param {Meeting} meeting */
  constructor(app, meeting) {
    this.#app = app;
    this.#meeting = meeting;
    this.#ends = [meeting.on('event', (event) => this.#heard(event)), meeting.on('reset', this.#again)];
    this.#read();
  }

  dispose() {
    this.#over = true;
    this.#ends.forEach((end) => end());
  }

  /** @param {() => void} listener */
  changed(listener) {
    this.#listeners.push(listener);
  }

  /** @param {string | null | undefined} userId */
  name(userId) {
    return userId === 'system' ? 'The system' : (this.#names.get(userId ?? '') ?? userId ?? 'Somebody');
  }

  /**
   * Since when somebody is inside, in milliseconds; of who was there before this page all stays count.
   *
   * @param {{userId: string, since: string | null}} person
   */
  since({ userId, since }) {
    if (since) return Date.parse(since);
    const known = this.invited.find((one) => one.userId === userId);
    return known?.isInMeeting ? this.#readAt - known.durationSeconds * 1000 : null;
  }

  /** @param {StreamEvent} event */
  #heard(event) {
    if (typeof event.userName === 'string') this.#names.set(event.userId, event.userName);
    // Whoever was removed may not look any more.
    const out = event.event === 'participant_removed' && event.userId === this.#meeting.userId;
    if (event.event === 'participant_removed') this.invited = this.invited.filter((one) => one.userId !== event.userId);
    if (CHANGES.includes(event.event) && !out) this.#again();
  }

  async #read() {
    const detail = await this.#app.gavel.meetings.get(this.#meeting.id).catch(() => null);
    if (!detail || this.#over) return;
    this.invited = detail.participants;
    this.#readAt = Date.now();
    for (const { userId, userName } of detail.participants) this.#names.set(userId, userName);
    this.#listeners.forEach((listener) => listener());
  }
}
