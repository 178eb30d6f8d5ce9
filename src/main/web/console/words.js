/** Times, lengths and failures in words. */

const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const DAY_OF_YEAR = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const SECONDS = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** @param {string | number | Date} at */
export const clock = (at) => CLOCK.format(new Date(at));

/** @param {string | number | Date} at */
export const clockSeconds = (at) => SECONDS.format(new Date(at));

/** "Today", "Tomorrow", or the day's name. @param {string | number | Date} at */
export function day(at) {
  const date = new Date(at);
  const away = Math.round((midnight(date) - midnight(new Date())) / 86_400_000);
  if (away === 0) return 'Today';
  if (away === 1) return 'Tomorrow';
  if (away === -1) return 'Yesterday';
  return (date.getFullYear() === new Date().getFullYear() ? DAY : DAY_OF_YEAR).format(date);
}

/** "today", or "on Monday 3 May": within a sentence. @param {string | number | Date} at */
export function onDay(at) {
  const name = day(at);
  return ['Today', 'Tomorrow', 'Yesterday'].includes(name) ? name.toLowerCase() : `on ${name}`;
}

/** @param {Date} date */
function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** @param {string | number | Date} at */
export const moment = (at) => `${day(at)}, ${clock(at)}`;

/** 75 → "1:15", 3675 → "1:01:15". @param {number} seconds */
export function ticking(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (/** @type {number} */ part) => String(part).padStart(2, '0');
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** 4500 → "1 h 15 min". @param {number} seconds */
export function length(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (!hours) return whole < 600 && whole % 60 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
  return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
}

/** "1 person", "2 people". @param {number} count @param {string} one @param {string} many */
export const counted = (count, one, many = one + 's') => `${count} ${count === 1 ? one : many}`;

/** "Ada", "Ada and Ben", "Ada, Ben and 2 others". @param {string[]} names */
export function listed(names) {
  if (names.length < 2) return names[0] ?? '';
  if (names.length === 2) return `${names[0]} and ${names[1]}`;
  if (names.length === 3) return `${names[0]}, ${names[1]} and ${names[2]}`;
  return `${names[0]}, ${names[1]} and ${names.length - 2} others`;
}

/** @param {string | null | undefined} status */
export const statusWord = (status) => (status === 'InProgress' ? 'In progress' : (status ?? ''));

/** @type {Record<string, string>} */
const FAILURES = {
  NETWORK: 'The server cannot be reached. Try again in a moment.',
  TIMEOUT: 'The server did not answer in time. It may have happened all the same: look before you repeat it.',
  UNAVAILABLE: 'The server is busy. Try again in a moment.',
  FORBIDDEN: 'You may not do that here.',
  NOT_FOUND: 'There is no such meeting or person, or you are not invited.',
  NOT_IN_MEETING: 'That person, or you, is not in the meeting any more.',
  NOT_JOINED: 'Join the meeting first.',
  MEETING_FULL: 'The meeting is full at the moment.',
  MEETING_ENDED: 'The meeting has ended.',
  MEETING_CANCELLED: 'The meeting was cancelled.',
  INVALID_TRANSITION: 'The meeting is not in a state that allows this.',
  HOST_REQUIRED: 'A meeting keeps its host.',
  RECORDING_DISABLED: 'Recording is not enabled for this meeting.',
  ALREADY_RECORDING: 'It is being recorded already.',
  NOT_RECORDING: 'Nothing is being recorded.',
  VERSION_MISMATCH: 'Somebody else changed the meeting meanwhile. Read it again: what you have typed stays.',
  TOO_MANY_REQUESTS: 'Too many attempts. Wait a little.',
  CHAT_DISABLED: 'The chat of this meeting is switched off.',
  MESSAGE_FINAL: 'It is too late to change this message.',
  UNAUTHENTICATED: 'You are signed in no more.',
  CLOSED: 'You are not in there any more.',
};

/** @param {any} error */
export function failure(error) {
  return FAILURES[error?.code] ?? error?.problem?.detail ?? error?.message ?? String(error);
}

/** Whether it may go well as soon as somebody answers again. @param {any} error */
export const isPassing = (error) => ['NETWORK', 'TIMEOUT', 'UNAVAILABLE'].includes(error?.code);

/** With a full stop, where it ends with nothing of the kind. @param {string} text */
export const stopped = (text) => (/[.!?…。！？]$/u.test(text) ? text : `${text}.`);

/** Up to two letters for a face. @param {string} name */
export function initials(name) {
  const parts = name.trim().split(/\s+/u).filter(Boolean);
  const [one = '?'] = parts;
  const letters = parts.length > 1 ? [first(one), first(parts[parts.length - 1] ?? '')] : [...one].slice(0, 2);
  return letters.join('').toUpperCase();
}

/** @param {string} word */
const first = (word) => [...word][0] ?? '';
