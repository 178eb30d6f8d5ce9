import { history } from './history.js';
import { meetingForm } from './meeting-form.js';
import { meetings } from './meetings.js';
import { overview } from './overview.js';
import { room } from './room.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').View} View */

/** @type {[RegExp, (app: App, id: number, query: URLSearchParams) => View][]} */
const PAGES = [
  [/^\/new$/, (app) => meetingForm(app, null)],
  [/^\/meeting\/(\d{1,15})$/, overview],
  [/^\/meeting\/(\d{1,15})\/edit$/, meetingForm],
  [/^\/meeting\/(\d{1,15})\/room$/, room],
  [/^\/meeting\/(\d{1,15})\/history$/, history],
];

/** The page of an address; any other address is the list of meetings. @param {App} app @param {string} hash @returns {View} */
export function route(app, hash) {
  const [path = '', query] = hash.slice(1).split('?', 2);
  for (const [pattern, page] of PAGES) {
    const found = pattern.exec(path);
    if (found) return page(app, Number(found[1]), new URLSearchParams(query));
  }
  return meetings(app, new URLSearchParams(query));
}
