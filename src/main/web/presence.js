import { Commands } from './commands.js';

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
    this.#watched = userIds.map(String);
    this.#online.clear();
    const { items } = await this.#commands.add('get_presence', { userIds, watch: userIds.length > 0 });
    this.#learn(items);
    return items;
  }

  /** @param {boolean} hide */
  async hideLastSeen(hide) {
    await this.#context.rest.call('PUT', '/api/presence/me', { hideLastSeen: hide });
  }

  /** @param {EventBus} bus */
  attach(bus) {
    if (this.#watched.length > 0) {
      // Before what waits: a newer choice of users comes after it.
      bus.send('get_presence', { userIds: this.#watched, watch: true }).then(
        ({ items }) => this.#compare(items),
        (error) => this.#context.bus === bus && this.#context.failed(error),
      );
    }
    this.#commands.go(bus);
  }

  detach() {
    this.#commands.halt();
  }

  close() {
    this.#commands.close('the client');
  }

  /** @param {{ event: string, at: string, userId: string }} event */
  hear(event) {
    const online = event.event === 'user_online';
    // A node may tell what it answered already.
    if (this.#watched.includes(event.userId) && this.#online.get(event.userId) !== online) {
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
