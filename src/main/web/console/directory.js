import { batched } from './dom.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').Participant} Participant */

const CHANGES = ['participant_invited', 'participant_removed', 'role_changed', 'user_joined_meeting', 'user_left_meeting'];

/**
 * Everybody who is invited, with the names that events leave out, and since when those inside are there.
 *
 * @param {App} app
 * @param {Meeting} meeting
 */
export function directory(app, meeting) {
  /** @type {Map<string, string>} */
  const names = new Map();
  /** @type {readonly Participant[]} */
  let invited = [];
  let readAt = 0;
  /** @type {(() => void)[]} */
  const listeners = [];
  let over = false;

  const read = async () => {
    const detail = await app.gavel.meetings.get(meeting.id).catch(() => null);
    if (!detail || over) return;
    invited = detail.participants;
    readAt = Date.now();
    for (const { userId, userName } of invited) names.set(userId, userName);
    listeners.forEach((listener) => listener());
  };
  const again = batched(read);
  const ends = [
    meeting.on('event', (event) => {
      if (typeof event.userName === 'string') names.set(event.userId, event.userName);
      // Whoever was removed may not look any more.
      const out = event.event === 'participant_removed' && event.userId === meeting.userId;
      if (CHANGES.includes(event.event) && !out) again();
    }),
    meeting.on('reset', again),
  ];
  read();
  return {
    invited: () => invited,
    /** @param {string | null | undefined} userId */
    name: (userId) => (userId === 'system' ? 'The system' : (names.get(userId ?? '') ?? userId ?? 'Somebody')),
    /** Since when somebody is inside, in milliseconds: who was there before this page counts all its stays. @param {{userId: string, since: string | null}} person */
    since({ userId, since }) {
      if (since) return Date.parse(since);
      const known = invited.find((one) => one.userId === userId);
      return known && known.isInMeeting ? readAt - known.durationSeconds * 1000 : null;
    },
    /** @param {() => void} listener */
    changed: (listener) => void listeners.push(listener),
    dispose() {
      over = true;
      ends.forEach((end) => end());
    },
  };
}
