import { isPassing } from './gavel-error.js';
import { backoff, pause } from './platform.js';

/** @import {Context} from './gavel.js' */

/** The meeting's fields as they were last read. `meeting_updated` only names them: they are read until they are as new. */
export class MeetingFields {
  #context;
  #meeting;
  /** @type {{ seq: number } & Record<string, any>} */
  #newest = { seq: -1 };
  #needed = -1;
  #isReading = false;

  /**
   * @param {Context} context
   * @param {{ id: number, closed: string | null, refresh: (fields: Record<string, any>) => void }} meeting
   */
  constructor(context, meeting) {
    this.#context = context;
    this.#meeting = meeting;
  }

  /** These were read. @param {{ seq: number } & Record<string, any>} fields */
  set(fields) {
    this.#newest = fields;
  }

  /** Some are others since this event. Many at once are read once. @param {number} seq */
  async need(seq) {
    this.#needed = seq;
    if (this.#isReading) {
      return;
    }
    this.#isReading = true;
    await this.#read().catch((error) => this.#meeting.closed || this.#context.failed(error));
    this.#isReading = false;
  }

  async #read() {
    const { rest, platform, ending } = this.#context;
    for (let tries = 0; this.#newest.seq < this.#needed && !this.#meeting.closed; tries++) {
      if (tries > 0) {
        await pause(platform, backoff(tries, platform.random), ending);
      }
      await rest.call('GET', `/api/meeting/${this.#meeting.id}`).then((read) => this.#take(read), unlessPassing);
    }
    if (!this.#meeting.closed) {
      this.#meeting.refresh(this.#newest);
    }
  }

  /** @param {{ seq: number }} read */
  #take(read) {
    this.#newest = read.seq > this.#newest.seq ? read : this.#newest;
  }
}

/** @param {unknown} error */
function unlessPassing(error) {
  if (!isPassing(error)) {
    throw error;
  }
}
