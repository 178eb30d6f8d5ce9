import { h, svg } from './dom.js';
import { clock, clockSeconds, length } from './words.js';

/** @typedef {import('./attendance.js').Attendance} Attendance */
/** @typedef {import('./attendance.js').Stay} Stay */

/** The distances between two ticks that are nice to read. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400].map((seconds) => seconds * 1000);
const LONGEST = 86_400_000;
const TICKS = 6;

/** @typedef {{share: (at: number) => string, ticks: number[], step: number}} Scale */

/**
 * Bars on a time axis: one row for each person, one for the recording. Sizes are shares of the width, so that text stays as
 * large as elsewhere. Those who do not see it read the table beside it.
 *
 * @param {Attendance} seen
 */
export function attendanceChart(seen) {
  const scale = scaleOf(seen);
  const rows = seen.people.flatMap(({ userId, userName, stays }) => {
    const hands = seen.hands.filter((one) => one.userId === userId).map((one) => one.at);
    return [h('span', { class: 'label', title: userName, dir: 'auto' }, userName), bars(stays, 'stay', scale, hands)];
  });
  if (seen.recordings.length)
    rows.push(h('span', { class: 'label muted' }, 'Recording'), bars(seen.recordings, 'recorded', scale));
  const label = `Attendance from ${clockSeconds(seen.from)} to ${clockSeconds(seen.to)}; the table below has the same`;
  return h('div', { class: 'chart', role: 'img', 'aria-label': label }, ...rows, h('span', {}), axis(scale));
}

/** @param {Attendance} seen @returns {Scale} */
function scaleOf({ from, to }) {
  const step = STEPS.find((one) => (to - from) / one <= TICKS) ?? LONGEST;
  const ticks = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return { ticks, step, share: (at) => `${(((at - from) / (to - from)) * 100).toFixed(3)}%` };
}

/** @param {Stay[]} stays @param {string} kind @param {Scale} scale @param {number[]} [hands] when a hand was raised */
function bars(stays, kind, { share, ticks }, hands = []) {
  const grid = ticks.map((at) => svg('line', { class: 'grid', x1: share(at), x2: share(at), y1: 0, y2: 26 }));
  const dots = hands.map((at) =>
    svg('circle', { class: 'hand', cx: share(at), cy: 13, r: 4 }, svg('title', {}, `hand raised at ${clockSeconds(at)}`)),
  );
  const rects = stays.map((stay) => {
    const width = Math.max(0.4, parseFloat(share(stay.to)) - parseFloat(share(stay.from)));
    const until = stay.open ? 'now' : clockSeconds(stay.to);
    const title = svg('title', {}, `${clockSeconds(stay.from)} to ${until}, ${length((stay.to - stay.from) / 1000)}`);
    const place = { x: share(stay.from), width: `${width}%`, y: 5, height: 16, rx: 4 };
    return svg('rect', { class: stay.open ? `${kind} open` : kind, ...place }, title);
  });
  return svg('svg', { class: 'bars', width: '100%', height: 26, 'aria-hidden': 'true' }, ...grid, ...rects, ...dots);
}

/** @param {Scale} scale */
function axis({ ticks, share, step }) {
  const text = step < 60_000 ? clockSeconds : clock;
  const names = ticks.map((at) => {
    const place = parseFloat(share(at));
    const anchor = place < 4 ? 'start' : place > 96 ? 'end' : 'middle';
    return svg('text', { x: share(at), y: 15, 'text-anchor': anchor }, text(at));
  });
  return svg('svg', { class: 'axis', width: '100%', height: 22, 'aria-hidden': 'true' }, ...names);
}
