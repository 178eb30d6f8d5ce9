/** Times of day in other time zones: what a host chooses is a wall clock somewhere. */

/** Those that the browser knows, and these. @param {string[]} also @returns {string[]} */
export function timeZones(also) {
  return [...new Set(['UTC', ...also, ...Intl.supportedValuesOf('timeZone')])];
}

export const hereZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/**
 * What the clock of a zone shows, as an `<input type="datetime-local">` takes it.
 *
 * @param {Date} at
 * @param {string} timeZone
 */
export function wallClock(at, timeZone) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${(parts.year ?? '').padStart(4, '0')}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/**
 * The instant at which the clock of a zone shows this. Of a time that comes twice the first; of one that is skipped the one as
 * far behind the change.
 *
 * @param {string} wall `2027-03-22T09:00`
 * @param {string} timeZone
 */
export function instant(wall, timeZone) {
  const wanted = Date.parse(wall + 'Z');
  const offset = (/** @type {number} */ at) => Date.parse(wallClock(new Date(at), timeZone) + 'Z') - at;
  // Offsets before and after a change of the clocks: one of them fits, or the time is skipped.
  const guesses = [offset(wanted - 86_400_000), offset(wanted + 86_400_000)].map((one) => wanted - one);
  const fitting = guesses.filter((guess) => guess + offset(guess) === wanted);
  return new Date(fitting.length ? Math.min(...fitting) : Math.max(...guesses));
}
