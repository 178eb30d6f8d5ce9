import { idOf } from './addresses.js';
import { invalid } from './gavel-error.js';

/** @import {ConversationStream} from './conversation-stream.js' */
/** @import {Conversation} from './conversation.js' */
/** @import {EventBus} from './event-bus.js' */
/** @import {MeetingStream} from './meeting-stream.js' */
/** @import {Meeting} from './meeting.js' */

/**
 * @typedef {MeetingStream | ConversationStream} Followed
 * @typedef {{ stream: MeetingStream, handle: Meeting }} MeetingEntry
 * @typedef {{ stream: ConversationStream, handle: Conversation }} ConversationEntry
 */

/** A node takes no more than 400 frames at a time: who follows many topics does not come back with all of them at once. */
const AT_ONCE = 50;

/** The meetings and conversations that one client follows, each once. */
export class Following {
  /** @type {Map<string, MeetingEntry | ConversationEntry>} */
  #entries = new Map();
  /** @type {EventBus | null} */
  #bus = null;
  /** @type {Map<Followed, Promise<unknown>>} */
  #leaving = new Map();
  /** @type {Map<string, Promise<unknown>>} */
  #turns = new Map();

  /**
   * The topic's entry. A new one is kept when it has begun.
   *
   * @template {MeetingEntry | ConversationEntry} Entry
   * @param {'meeting' | 'conversation'} kind
   * @param {unknown} given id
   * @param {(id: number) => Entry} make
   * @param {(entry: Entry, isNew: boolean) => Promise<void>} begin
   * @returns {Promise<Entry['handle']>}
   */
  open(kind, given, make, begin) {
    const id = idOf(given);
    if (!id) {
      return Promise.reject(invalid(`${given} is no id`));
    }
    const topic = `${kind}.${id}`;
    return this.#inTurn(topic, async () => {
      await Promise.all([...this.#leaving].map(([{ topic: left }, done]) => left === topic && done));
      const known = /** @type {Entry | undefined} */ (this.#entries.get(topic));
      const entry = known ?? make(id);
      this.#entries.set(topic, entry);
      try {
        await begin(entry, !known);
      } catch (error) {
        if (!known) {
          entry.stream.close('closed');
        }
        throw error;
      }
      return entry.handle;
    });
  }

  /** @param {string} topic */
  get(topic) {
    return this.#entries.get(topic)?.stream;
  }

  /**
   * @param {Followed} stream
   * @param {Promise<unknown>} [done] until then it lives on beside, and who opens the topic again waits
   */
  forget(stream, done) {
    if (this.get(stream.topic) === stream) {
      this.#entries.delete(stream.topic);
    }
    this.#leaving.delete(stream);
    if (done) {
      this.#leaving.set(stream, done);
    }
  }

  /** @param {EventBus} bus */
  attach(bus) {
    this.#bus = bus;
    const waiting = [...this.#entries.values()];
    for (let count = 0; count < AT_ONCE; count++) {
      void this.#attachNext(bus, waiting);
    }
  }

  /**
   * @param {EventBus} bus
   * @param {(MeetingEntry | ConversationEntry)[]} waiting
   */
  async #attachNext(bus, waiting) {
    for (let next; this.#bus === bus && (next = waiting.shift()); ) {
      await next.stream.attach(bus);
    }
  }

  detach() {
    this.#bus = null;
    this.#each((stream) => stream.detach());
  }

  /**
   * @param {string} reason
   * @param {unknown} error
   */
  close(reason, error) {
    this.#each((stream) => stream.close(reason, error));
  }

  /** @param {(stream: Followed) => void} run */
  #each(run) {
    [...[...this.#entries.values()].map(({ stream }) => stream), ...this.#leaving.keys()].forEach(run);
  }

  /**
   * Calls about one topic, one after the other.
   *
   * @template T
   * @param {string} topic
   * @param {() => Promise<T>} call
   * @returns {Promise<T>}
   */
  #inTurn(topic, call) {
    const before = this.#turns.get(topic) ?? Promise.resolve();
    const turn = before.then(call, call);
    const done = () => this.#turns.get(topic) === turn && this.#turns.delete(topic);
    this.#turns.set(topic, turn);
    turn.then(done, done);
    return turn;
  }
}
