import { chat } from './chat.js';
import { controls } from './controls.js';
import { directory } from './directory.js';
import { batched, button, fill, h, icon } from './dom.js';
import { door } from './join.js';
import { roster } from './roster.js';
import { stage } from './stage.js';
import { timeline } from './timeline.js';
import { length, ticking } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {{element: HTMLElement, dispose: () => void}} Part */

/**
 * The meeting from inside. Whoever reloads the page comes in again; whoever goes to another page goes out.
 *
 * @param {App} app
 * @param {number} meetingId
 * @returns {import('./types.js').View}
 */
export function room(app, meetingId) {
  const element = h('div', { class: 'room-page' });
  /** @type {Part} */
  let shown = door(app, meetingId, (meeting) => {
    shown.dispose();
    shown = inside(app, meeting);
    fill(element, shown.element);
    shown.element.querySelector('h1')?.focus();
    document.title = `${meeting.state.meeting.title ?? 'Meeting'} – Gavel`;
  });
  fill(element, shown.element);
  return { title: `Meeting ${meetingId}`, element, dispose: () => shown.dispose() };
}

/** @param {App} app @param {Meeting} meeting @returns {Part} */
function inside(app, meeting) {
  app.follow(meeting);
  const known = directory(app, meeting);
  const video = stage(app, meeting);
  const counts = { people: h('span', { class: 'count' }), chat: h('span', { class: 'count', hidden: true }) };
  const said = chat(app, meeting, (unread) => {
    counts.chat.textContent = String(unread);
    counts.chat.hidden = unread === 0;
  });
  const parts = [
    known,
    video,
    said,
    controls(app, meeting, video),
    roster(app, meeting, known),
    timeline(app, meeting, known),
    head(meeting),
  ];
  const [, , , buttons, people, line, top] = /** @type {any[]} */ (parts);
  const end = over(meeting, video.element);
  const count = batched(() => void (counts.people.textContent = String(meeting.state.participants.length)));
  const ends = [meeting.on('state', count)];
  count();
  const element = h(
    'div',
    { class: 'room', data: { show: 'people', testid: 'room' } },
    top.element,
    video.element,
    buttons.element,
    people.element,
    said.element,
    line.element,
  );
  buttons.element.after(panelSwitch(element, counts, said.looked));
  return {
    element,
    dispose() {
      [...ends, end].forEach((one) => one());
      parts.forEach((part) => part.dispose());
      app.follow(null);
      meeting.leave().catch(() => meeting.close());
    },
  };
}

/** The meeting's title, since when it runs, and whether it is recorded. @param {Meeting} meeting @returns {Part} */
function head(meeting) {
  const title = h('h1', { tabindex: '-1' });
  const clock = h('span', { class: 'elapsed', title: 'since the start' });
  const recording = h('span', { class: 'recording', role: 'status', data: { testid: 'recording' } });
  const tick = () => {
    const { startedAt } = meeting.state.meeting;
    const running = startedAt && !meeting.state.ended;
    clock.textContent = running ? ticking((Date.now() - Date.parse(startedAt)) / 1000) : '';
  };
  const show = () => {
    title.textContent = meeting.state.meeting.title ?? `Meeting ${meeting.id}`;
    const on = meeting.state.recording !== null;
    if ((recording.dataset.on === 'true') !== on) fill(recording, on && icon('record'), on && h('span', {}, 'Recording'));
    recording.dataset.on = String(on);
    tick();
  };
  const end = meeting.on('state', batched(show));
  const ticks = setInterval(tick, 1000);
  show();
  return {
    element: h(
      'header',
      { class: 'room-head' },
      title,
      clock,
      recording,
      h('span', { class: 'gap' }),
      h('a', { class: 'button small', href: `#/meeting/${meeting.id}` }, icon('leave'), 'Leave'),
    ),
    dispose() {
      end();
      clearInterval(ticks);
    },
  };
}

/** Narrow screens show one of the panels. @param {HTMLElement} element @param {Record<string, HTMLElement>} counts @param {() => void} looked */
function panelSwitch(element, counts, looked) {
  const panels = /** @type {const} */ ([
    ['people', 'People'],
    ['chat', 'Chat'],
    ['timeline', 'Timeline'],
  ]);
  const buttons = panels.map(([name, text]) => {
    const one = button({ label: text, 'aria-pressed': String(name === 'people') }, () => {
      element.dataset.show = name;
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === one));
      looked();
    });
    one.append(counts[name] ?? '');
    return one;
  });
  return h('div', { class: 'panel-switch', role: 'group', 'aria-label': 'Show' }, ...buttons);
}

/** What is seen when it is over for everybody, or for this person alone. @param {Meeting} meeting @param {HTMLElement} place */
function over(meeting, place) {
  let told = false;
  const tell = (/** @type {string} */ title, /** @type {string} */ text) => {
    if (told) return;
    told = true;
    const heading = h('h2', { tabindex: '-1' }, title);
    const links = h(
      'div',
      { class: 'actions start' },
      h('a', { class: 'button primary', href: `#/meeting/${meeting.id}/history` }, 'See how it went'),
      h('a', { class: 'button', href: '#/meetings' }, 'To the meetings'),
    );
    place.append(h('div', { class: 'over', role: 'alert', data: { testid: 'over' } }, heading, h('p', {}, text), links));
    heading.focus();
  };
  const look = () => {
    const { ended, meeting: fields } = meeting.state;
    if (!ended) return;
    const took = fields.startedAt ? ` It took ${length((Date.parse(ended.at) - Date.parse(fields.startedAt)) / 1000)}.` : '';
    tell(
      ended.reason === 'cancelled' || meeting.state.status === 'Cancelled'
        ? 'The meeting was cancelled'
        : 'The meeting has ended',
      why(meeting, ended) + took,
    );
  };
  const ends = [
    meeting.on('state', look),
    meeting.on('closed', ({ reason }) => {
      if (meeting.state.ended) look();
      else if (reason === 'removed') tell('You were removed', 'The host took you out of this meeting.');
      else if (reason === 'left') location.hash = `#/meeting/${meeting.id}`;
      else if (reason !== 'closed') tell('You are not in the meeting any more', `The reason: ${reason}.`);
    }),
  ];
  look();
  return () => ends.forEach((end) => end());
}

/** @param {Meeting} meeting @param {{reason: string | null, by: string | null}} ended */
function why({ state }, { reason, by }) {
  switch (reason) {
    case 'host':
      return `${by === state.meeting.hostUserId ? (state.meeting.hostName ?? 'The host') : 'The host'} ended it for everyone.`;
    case 'empty':
      return 'It ended because nobody was there any more.';
    case 'time':
      return 'It reached the longest time that a meeting may take.';
    default:
      return state.meeting.cancelReason ? `The reason: ${state.meeting.cancelReason}` : 'It ends for everyone.';
  }
}
