/**
 * What can be listened to.
 *
 * @template Events by their names
 */
export class Source {
  #listeners;

  /** @param {Listeners} listeners */
  constructor(listeners) {
    this.#listeners = listeners;
  }

  /**
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {(event: Events[Name]) => void} listener
   */
  on(name, listener) {
    return this.#listeners.on(name, listener);
  }

  /**
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {(event: Events[Name]) => void} listener
   */
  once(name, listener) {
    return this.#listeners.once(name, listener);
  }

  /**
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {(event: Events[Name]) => void} listener
   */
  off(name, listener) {
    this.#listeners.off(name, listener);
  }
}

/**
 * Tells those who listen of what is followed, and of its end. One of them may end it: the others are told nothing after that.
 *
 * @param {{ readonly closed: string | null }} stream
 * @param {Listeners} listeners
 */
export function tellUntilClosed(stream, listeners) {
  return (/** @type {string} */ name, /** @type {unknown} */ event) => {
    if (!stream.closed || name === 'closed') {
      listeners.tell(name, event);
    }
  };
}

/** Who listens to what. A listener that fails is reported and stops nobody. */
export class Listeners {
  /** @type {Map<string, Set<Function>>} */
  #byName = new Map();
  #failed;

  /** @param {(error: unknown) => void} failed is told what a listener threw */
  constructor(failed) {
    this.#failed = failed;
  }

  /**
   * @param {PropertyKey} name
   * @param {Function} listener
   * @returns {() => void} what ends it
   */
  on(name, listener) {
    const key = String(name);
    const listeners = this.#byName.get(key) ?? new Set();
    this.#byName.set(key, listeners.add(listener));
    return () => this.off(name, listener);
  }

  /**
   * @param {PropertyKey} name
   * @param {Function} listener
   */
  once(name, listener) {
    const told = Object.assign(
      (/** @type {unknown} */ event) => {
        end();
        return listener(event);
      },
      { listener },
    );
    const end = this.on(name, told);
    return end;
  }

  /**
   * @param {PropertyKey} name
   * @param {Function} listener
   */
  off(name, listener) {
    const listeners = this.#byName.get(String(name));
    for (const one of listeners ?? []) {
      // Who listens once is known by what was given.
      if (one === listener || /** @type {any} */ (one).listener === listener) {
        listeners?.delete(one);
      }
    }
  }

  /**
   * Tells all who listen now.
   *
   * @param {string} name
   * @param {unknown} event
   * @returns {boolean} whether anybody did
   */
  tell(name, event) {
    const listeners = this.#byName.get(name);
    for (const listener of [...(listeners ?? [])]) {
      // One may have taken another off.
      if (listeners?.has(listener)) {
        // Who listens to errors is not told of its own.
        this.#call(listener, event, name === 'error' ? console.error : this.#failed);
      }
    }
    return Boolean(listeners?.size);
  }

  /**
   * @param {Function} listener
   * @param {unknown} event
   * @param {(error: unknown) => void} failed
   */
  #call(listener, event, failed) {
    try {
      const answer = listener(event);
      // An async listener fails later.
      answer?.catch?.(failed);
    } catch (error) {
      failed(error);
    }
  }
}
