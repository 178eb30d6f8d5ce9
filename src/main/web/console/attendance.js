/** Who was inside when: a fold over the meeting's events. */

/** @typedef {import('./types.js').StreamEvent} StreamEvent */
/** @typedef {{from: number, to: number, open: boolean}} Stay in milliseconds; open: it lasts still */
/** @typedef {{userId: string, userName: string, stays: Stay[], seconds: number}} Presence */
/** @typedef {{people: Presence[], recordings: Stay[], hands: {userId: string, at: number}[], from: number, to: number}} Attendance */

const OUT = ['user_left_meeting', 'participant_removed'];
const OVER = ['meeting_ended', 'meeting_cancelled'];

/**
 * @param {StreamEvent[]} events in their order
 * @param {number} now until when stays last that nothing has ended
 * @returns {Attendance}
 */
export function attendance(events, now) {
  /** @type {Map<string, Presence>} */
  const people = new Map();
  /** @type {Stay[]} */
  const recordings = [];
  for (const event of events) {
    const at = Date.parse(event.at);
    if (event.event === 'user_joined_meeting') begin(personOf(people, event).stays, at);
    if (OUT.includes(event.event)) end(people.get(event.userId)?.stays, at);
    if (event.event === 'recording_started') begin(recordings, at);
    if (event.event === 'recording_stopped') end(recordings, at);
    if (OVER.includes(event.event))
      for (const stays of [...[...people.values()].map((one) => one.stays), recordings]) end(stays, at);
  }
  const all = [...people.values()];
  for (const stay of [...all.flatMap((one) => one.stays), ...recordings]) if (stay.open) stay.to = Math.max(now, stay.from);
  for (const one of all) one.seconds = one.stays.reduce((sum, stay) => sum + (stay.to - stay.from) / 1000, 0);
  return { people: all, recordings, hands: handsOf(events), ...span(all, events) };
}

/** @param {Map<string, Presence>} people @param {StreamEvent} event */
function personOf(people, { userId, userName }) {
  const known = people.get(userId) ?? { userId, userName, stays: [], seconds: 0 };
  people.set(userId, { ...known, userName });
  return /** @type {Presence} */ (people.get(userId));
}

/** @param {Stay[]} stays @param {number} at */
function begin(stays, at) {
  stays.push({ from: at, to: at, open: true });
}

/** @param {Stay[] | undefined} stays @param {number} at */
function end(stays, at) {
  const last = stays?.[stays.length - 1];
  if (last?.open) Object.assign(last, { to: at, open: false });
}

/** @param {StreamEvent[]} events */
function handsOf(events) {
  return events
    .filter((event) => event.event === 'user_hand_raised')
    .map((event) => ({ userId: String(event.userId), at: Date.parse(event.at) }));
}

/** @param {Presence[]} people @param {StreamEvent[]} events */
function span(people, events) {
  const stays = people.flatMap((one) => one.stays);
  const ends = events.filter((event) => OVER.includes(event.event)).map((event) => Date.parse(event.at));
  if (stays.length === 0) return { from: 0, to: 0 };
  const from = Math.min(...stays.map((stay) => stay.from));
  return { from, to: Math.max(from + 1000, ...stays.map((stay) => stay.to), ...ends) };
}
