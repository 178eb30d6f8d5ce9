import { batched, button, fill, h, icon } from './dom.js';
import { askCancel, askEnd, facts, statusLine } from './meeting-parts.js';
import { people } from './people.js';
import { failure } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').MeetingDetail} MeetingDetail */

/**
 * A meeting from outside: what it is, who is invited, and what its host can do with it. It follows the meeting live.
 *
 * @param {App} app
 * @param {number} meetingId
 * @returns {import('./types.js').View}
 */
export function overview(app, meetingId) {
  const heading = h('h1', {}, `Meeting ${meetingId}`);
  const body = h('div', { class: 'stack' }, h('p', { class: 'waiting', role: 'status' }, 'Reading…'));
  const list = people(app);
  /** @type {Meeting | null} */
  let watched = null;
  let over = false;

  const load = async () => {
    try {
      const detail = await app.gavel.meetings.get(meetingId);
      if (over) return false;
      heading.textContent = detail.title;
      list.show(detail);
      fill(body, ...parts(app, detail, list.element, load));
      return true;
    } catch (error) {
      if (!over)
        fill(
          body,
          h('p', { class: 'note warn', role: 'alert' }, failure(error)),
          h('a', { class: 'button', href: '#/meetings' }, 'To the meetings'),
        );
      return false;
    }
  };
  const again = batched(() => !over && load());
  const follow = async () => {
    // An admin who is no member reads a meeting, but is told nothing of it.
    const meeting = await app.gavel.watch(meetingId).catch(() => null);
    if (!meeting) return;
    if (over) return meeting.close();
    watched = meeting;
    app.follow(meeting);
    meeting.on('state', again);
    meeting.on('closed', ({ reason }) => reason === 'removed' && again());
  };
  load().then((there) => {
    if (there && !over) follow();
  });
  return {
    title: `Meeting ${meetingId}`,
    element: h(
      'div',
      { class: 'page' },
      h('a', { class: 'up', href: '#/meetings' }, icon('back'), 'Meetings'),
      heading,
      body,
    ),
    dispose() {
      over = true;
      watched?.close();
      list.dispose();
    },
  };
}

/**
 * @param {App} app
 * @param {MeetingDetail} detail
 * @param {HTMLElement} list
 * @param {() => void} load
 */
function parts(app, detail, list, load) {
  return [
    statusLine(detail),
    h('div', { class: 'actions start' }, ...actions(app, detail, load)),
    h(
      'div',
      { class: 'columns-2' },
      h(
        'section',
        { class: 'card', 'aria-label': 'About' },
        h('h2', {}, 'About'),
        detail.description && h('p', { class: 'description' }, detail.description),
        facts(detail),
      ),
      list,
    ),
  ];
}

/** @param {App} app @param {MeetingDetail} detail @param {() => void} load */
function actions(app, detail, load) {
  const at = `#/meeting/${detail.id}`;
  const over = detail.status === 'Completed' || detail.status === 'Cancelled';
  const host = detail.role === 'Host';
  const done = (/** @type {Promise<boolean>} */ asked) =>
    asked.then((did) => did && load()).catch((error) => app.toast(failure(error), 'error'));
  return [
    !over &&
      detail.role &&
      h(
        'a',
        { class: 'button primary', href: `${at}/room` },
        detail.status === 'InProgress' ? 'Join' : host ? 'Start and join' : 'Join',
      ),
    h('a', { class: 'button', href: `${at}/history` }, 'History'),
    host && !over && h('a', { class: 'button', href: `${at}/edit` }, 'Change'),
    host &&
      detail.status === 'InProgress' &&
      button({ label: 'End for everyone', class: 'danger' }, () => done(askEnd(app, detail.id))),
    host && !over && button({ label: 'Cancel the meeting', class: 'quiet danger' }, () => done(askCancel(app, detail.id))),
  ];
}
