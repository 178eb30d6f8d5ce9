import { History } from './history.js';
import { MeetingForm } from './meeting-form.js';
import { Meetings } from './meetings.js';
import { Overview } from './overview.js';
import { Room } from './room.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').View} View */

/** @type {[RegExp, (app: App, meetingId: number) => View][]} */
const PAGES = [
  [/^\/new$/, (app) => new MeetingForm(app, null)],
  [/^\/meeting\/(\d{1,15})$/, (app, id) => new Overview(app, id)],
  [/^\/meeting\/(\d{1,15})\/edit$/, (app, id) => new MeetingForm(app, id)],
  [/^\/meeting\/(\d{1,15})\/room$/, (app, id) => new Room(app, id)],
  [/^\/meeting\/(\d{1,15})\/history$/, (app, id) => new History(app, id)],
];

/**
 * The page of an address; any other address is the list of meetings.
 *
 * @param {App} app
 * @param {string} hash
 * @returns {View}
 */
export function route(app, hash) {
  const [path = '', query] = hash.slice(1).split('?', 2);
  for (const [pattern, page] of PAGES) {
    const found = pattern.exec(path);
    if (found) return page(app, Number(found[1]));
  }
  return new Meetings(app, new URLSearchParams(query));
}
