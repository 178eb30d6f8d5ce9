/** What a server says of a field, in the words of who fills in a form. */

/** @typedef {{field: string, message: string}} Fault */

const LONGEST_ID = 128;

/** @type {Record<string, string>} */
const FIELDS = {
  title: 'Give it a title of one line.',
  description: 'At most 4000 characters.',
  scheduledAt: 'This is past: choose a later time, or leave it empty to start now.',
  durationMinutes: 'From 1 minute to 1440, which is a day.',
  timeZone: 'Choose one of the list.',
  password: 'From 6 to 64 characters.',
  maxParticipants: 'From 1 to 10000.',
  recordingEnabled: 'This server does not record: leave it unticked.',
};

/** What servers say of limits and shapes; whatever else they say is told as it is. */
const OF_A_FORM = /^takes (at least|at most|another form|false:|a name of the time zone|a time that is not|a title|text without)/;

/**
 * One fault as a sentence. Of lists of people the server names the list: which id it is, is seen here.
 *
 * @param {Fault} fault
 * @param {string[]} [ids] of people that were sent
 */
export function faultInWords({ field, message }, ids = []) {
  const plain = field.replace(/\..*/, '');
  if (/userIds$/i.test(plain)) return faultOfIds(message, ids);
  const words = OF_A_FORM.test(message) ? FIELDS[plain] : undefined;
  return words ?? `It ${message}.`;
}

/** @param {string} message @param {string[]} ids */
function faultOfIds(message, ids) {
  const faulty = ids.filter((id) => [...id].length > LONGEST_ID || !isWellFormed(id));
  if (faulty.length) return `Not a user id: ${faulty.map(shortened).join(', ')}. One has at most ${LONGEST_ID} characters.`;
  return /no more than|at most/.test(message) ? 'These are too many people for one meeting.' : `The list ${message}.`;
}

/** NUL and half a pair are no text to a server. @param {string} id */
const isWellFormed = (id) => !id.includes('\0') && !/\p{Surrogate}/u.test(id);

/** @param {string} id */
const shortened = (id) => ([...id].length > 24 ? `“${[...id].slice(0, 24).join('')}…”` : `“${id}”`);
