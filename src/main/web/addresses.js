/**
 * @param {string | URL | string[]} url
 * @returns {string[]} without a slash at the end
 */
export function basesOf(url) {
  const here = globalThis.location?.href;
  const bases = [url].flat().map((one) => new URL(one, here).href.replace(/[?#].*$/, '').replace(/\/+$/, ''));
  if (bases.length === 0) {
    throw new TypeError('connect takes the address of a node');
  }
  return bases;
}

/**
 * Of a meeting or conversation; one out of an address bar is text.
 *
 * @param {unknown} given
 * @returns {number | null} null for what is none
 */
export function idOf(given) {
  const id = typeof given === 'string' ? Number(given) : given;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : null;
}
