/** Who waits until all is known of a topic that is followed. */
export class Beginning {
  /** Whether anybody asked for it yet. */
  isWanted = false;
  /** @type {{ resolve: () => void, reject: (error: unknown) => void }[]} */
  #waiting = [];

  /** @returns {Promise<void>} */
  wait() {
    this.isWanted = true;
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** All is known. */
  come() {
    this.#waiting.splice(0).forEach(({ resolve }) => resolve());
  }

  /** @param {unknown} error why nothing will be known */
  fail(error) {
    this.#waiting.splice(0).forEach(({ reject }) => reject(error));
  }
}
