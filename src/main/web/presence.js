import { Commands } from './commands.js';
import { isPassing } from './gavel-error.js';
import { backoff, pause } from './platform.js';

/** @import {Presence as Declared, PresenceOf, UserId} from './gavel-client.d.ts' */
/** @import {EventBus} from './event-bus.js' */
/** @import {Context} from './gavel.js' */

/**
 * Who is online.
 *
 * @implements {Declared}
 */
export class Presence {
  #context;
  #tell;
  #commands;
  /** @type {string[]} */
  #watched = [];
  /** @type {string[]} the same, or whom it is about to watch */
  #wanted = this.#watched;
  /** @type {Map<string, boolean>} whom this client was told to be online */
  #online = new Map();

  /**
   * @param {Context} context
   * @param {(name: string, event: unknown) => void} tell
   */
  constructor(context, tell) {
    this.#context = context;
    this.#tell = tell;
    this.#commands = new Commands(context.platform, context.timeout, context.ending);
  }

  /**
   * @param {UserId[]} userIds
   * @returns {Promise<PresenceOf[]>}
   */
  async get(userIds) {
    const { items } = await this.#commands.add('get_presence', { userIds });
    return items;
  }

  /**
   * @param {UserId[]} userIds
   * @returns {Promise<PresenceOf[]>}
   */
  async watch(userIds) {
    const wanted = userIds.map(String);
    this.#wanted = wanted;
    try {
      const { items } = await this.#commands.add('get_presence', { userIds, watch: userIds.length > 0 });
      this.#watched = wanted;
      this.#online.clear();
      this.#learn(items);
      return items;
    } catch (error) {
      if (this.#wanted === wanted) {
        this.#wanted = this.#watched;
        void this.#restore();
      }
      throw error;
    }
  }

  /** @param {boolean} hide */
  async hideLastSeen(hide) {
    await this.#context.rest.call('PUT', '/api/presence/me', { hideLastSeen: hide });
  }

  /** @param {EventBus} bus */
  attach(bus) {
    void this.#restore();
    this.#commands.go(bus);
  }

  detach() {
    this.#commands.halt();
  }

  close() {
    this.#commands.close('the client');
  }

  /** Watches those again whom a new connection, or a node after a failure, knows nothing of; unless a newer choice waits. */
  async #restore() {
    const { bus, platform, ending } = this.#context;
    const watched = this.#watched;
    const isWanted = () => bus && this.#context.bus === bus && this.#wanted === watched && watched.length > 0;
    for (let tries = 0; bus && isWanted(); tries++) {
      const answer = await bus.send('get_presence', { userIds: watched, watch: true }).catch((error) => {
        if (!isPassing(error) && isWanted()) {
          this.#context.failed(error);
        }
        return isPassing(error) ? null : { items: [] };
      });
      if (answer) {
        return isWanted() ? this.#compare(answer.items) : undefined;
      }
      await pause(platform, backoff(tries, platform.random), ending).catch(() => {});
    }
  }

  /** @param {{ event: string, at: string, userId: string }} event */
  hear(event) {
    const online = event.event === 'user_online';
    // A node may tell what it answered already.
    const isWatched = this.#watched.includes(event.userId) || this.#wanted.includes(event.userId);
    if (isWatched && this.#online.get(event.userId) !== online) {
      this.#online.set(event.userId, online);
      this.#tell(event.event, event);
    }
  }

  /** @param {PresenceOf[]} items */
  #learn(items) {
    items.forEach(({ userId, online }) => this.#online.set(userId, online));
  }

  /**
   * Tells what changed while nobody told it.
   *
   * @param {PresenceOf[]} items
   */
  #compare(items) {
    const at = new Date(this.#context.platform.now()).toISOString();
    items
      .filter(({ userId, online }) => this.#online.has(userId) && this.#online.get(userId) !== online)
      .forEach(({ userId, online }) => this.hear({ event: online ? 'user_online' : 'user_offline', at, userId }));
    this.#learn(items.filter(({ userId }) => this.#watched.includes(userId)));
  }
}
