/** @import {GavelError} from './gavel-error.js' */

/** The end of something, which comes once. Unlike an AbortSignal it may be waited for by as many as like. */
export class Ending {
  /** @type {GavelError | null} why it has come */
  error = null;
  /** @type {Set<() => void>} */
  #waiting = new Set();

  /**
   * Runs this at the end, now if it has come.
   *
   * @param {() => void} run
   * @returns {() => void} what takes it back
   */
  atEnd(run) {
    if (this.error) {
      run();
    } else {
      this.#waiting.add(run);
    }
    return () => void this.#waiting.delete(run);
  }

  /** @param {GavelError} error */
  come(error) {
    if (this.error === null) {
      this.error = error;
      const waiting = [...this.#waiting];
      this.#waiting.clear();
      waiting.forEach((run) => run());
    }
  }

  /** Fails once it has come. */
  check() {
    if (this.error) {
      throw this.error;
    }
  }
}
