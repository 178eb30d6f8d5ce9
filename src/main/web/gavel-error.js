/** @import {GavelError as Declared} from './gavel-client.d.ts' */

/**
 * Whatever went wrong, with the stable code of Gavel's documents.
 *
 * @implements {Declared}
 */
export class GavelError extends Error {
  /**
   * @param {string} code
   * @param {number} [status] the HTTP status, 0 for the client's own codes
   * @param {string} [detail] for people
   * @param {Record<string, unknown>} [problem] of a REST call, as it came
   */
  constructor(code, status = 0, detail = '', problem = undefined) {
    super(detail ? `${code}: ${detail}` : code);
    // First, so that no field of a problem takes the place of one of these.
    Object.assign(this, problem);
    this.name = 'GavelError';
    this.code = code;
    this.status = status;
    this.problem = problem;
    /** @type {number | undefined} */
    this.retryAfter = undefined;
  }
}

/** Nobody answers. @param {string} [detail] */
export const unreachable = (detail) => new GavelError('NETWORK', 0, detail);

/** No answer in time. */
export const late = () => new GavelError('TIMEOUT', 0, 'no answer in time: it may have taken effect');

/** @param {string} detail what is wrong with it, as the node would say */
export const invalid = (detail) => new GavelError('INVALID_REQUEST', 400, detail);

/** @param {string} what was closed */
export const shut = (what) => new GavelError('CLOSED', 0, `${what} was closed`);

/**
 * Whether the same may succeed later: the node is away, busy or broken, not the request wrong.
 *
 * @param {unknown} error
 */
export function isPassing(error) {
  return (
    error instanceof GavelError &&
    (error.code === 'NETWORK' || error.code === 'TIMEOUT' || error.status >= 500 || error.status === 429)
  );
}
