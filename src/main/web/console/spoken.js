import { sentence } from './sentences.js';
import { announce } from './toast.js';
import { counted } from './words.js';

/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').StreamEvent} StreamEvent */
/** @typedef {import('./directory.js').Directory} Directory */

/** What happens within so long is said at once. */
const TOGETHER = 1_000;
/** Where more are inside, comings and goings are noise, */
const FEW = 12;
/** and so are more than so many sentences. */
const MOST = 4;

const COMINGS = ['user_joined_meeting', 'user_left_meeting', 'participant_removed'];
const SAID = [...COMINGS, 'user_hand_raised', 'recording_started', 'recording_stopped', 'mute_requested'];

/**
 * What of these events is said to who does not see them, as one text; nothing of one's own acts.
 *
 * @param {StreamEvent[]} events
 * @param {{me: string, inside: number, name: import('./sentences.js').Names}} setting
 */
export function spoken(events, { me, inside, name }) {
  const said = events.filter((event) => {
    const by = event.by ?? event.startedBy ?? event.stoppedBy ?? event.userId;
    // Who is muted is told so by a toast.
    const concerned = by === me || event.userId === me;
    return SAID.includes(event.event) && !concerned && (inside <= FEW || !COMINGS.includes(event.event));
  });
  const more = said.length - MOST;
  const sentences = said.slice(0, MOST).map((event) => `${sentence(event, name)}.`);
  return [...sentences, ...(more > 0 ? [`And ${counted(more, 'more event')}.`] : [])].join(' ');
}

/** Says what happens in a meeting. @param {Meeting} meeting @param {Directory} known */
export function speak(meeting, known) {
  /** @type {StreamEvent[]} */
  let heard = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const say = () => {
    const inside = meeting.state.participants.length;
    const text = spoken(heard, { me: meeting.userId, inside, name: (id) => known.name(id) });
    heard = [];
    waiting = undefined;
    if (text) announce(text);
  };
  const end = meeting.on('event', (event) => {
    heard.push(event);
    waiting ??= setTimeout(say, TOGETHER);
  });
  return {
    dispose() {
      end();
      clearTimeout(waiting);
    },
  };
}
