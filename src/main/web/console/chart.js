import { h, svg } from './dom.js';
import { clock, clockSeconds, length } from './words.js';

/** @typedef {import('./attendance.js').Attendance} Attendance */
/** @typedef {import('./attendance.js').Stay} Stay */

/** The distances between two ticks that are nice to read. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400].map((seconds) => seconds * 1000);
const LONGEST = 86_400_000;
const TICKS = 6;

/**
 * Bars on a time axis: one row for each person, one for the recording. Sizes are shares of the width, so that text stays as
 * large as elsewhere. Those who do not see it read the table beside it.
 *
 * @param {Attendance} seen
 */
export function attendanceChart(seen) {
  const { from, to } = seen;
  const step = STEPS.find((one) => (to - from) / one <= TICKS) ?? LONGEST;
  /** @type {number[]} */
  const ticks = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  const share = (/** @type {number} */ at) => `${(((at - from) / (to - from)) * 100).toFixed(3)}%`;
  return h(
    'div',
    {
      class: 'chart',
      role: 'img',
      'aria-label': `Attendance from ${clockSeconds(from)} to ${clockSeconds(to)}; the table below has the same`,
    },
    ...seen.people.flatMap((person) => [
      h('span', { class: 'label' }, person.userName),
      bars(person.stays, 'stay', {
        share,
        ticks,
        hands: seen.hands.filter((one) => one.userId === person.userId).map((one) => one.at),
      }),
    ]),
    ...(seen.recordings.length
      ? [h('span', { class: 'label muted' }, 'Recording'), bars(seen.recordings, 'recorded', { share, ticks, hands: [] })]
      : []),
    h('span', {}),
    axis(ticks, share, step),
  );
}

/** @param {Stay[]} stays @param {string} kind @param {{share: (at: number) => string, ticks: number[], hands: number[]}} scale */
function bars(stays, kind, { share, ticks, hands }) {
  const width = (/** @type {Stay} */ stay) => `${Math.max(0.4, parseFloat(share(stay.to)) - parseFloat(share(stay.from)))}%`;
  return svg(
    'svg',
    { class: 'bars', width: '100%', height: 26, 'aria-hidden': 'true' },
    ...ticks.map((at) => svg('line', { class: 'grid', x1: share(at), x2: share(at), y1: 0, y2: 26 })),
    ...stays.map((stay) =>
      svg(
        'rect',
        { class: `${kind} ${stay.open ? 'open' : ''}`, x: share(stay.from), width: width(stay), y: 5, height: 16, rx: 4 },
        svg(
          'title',
          {},
          `${clockSeconds(stay.from)} to ${stay.open ? 'now' : clockSeconds(stay.to)}, ${length((stay.to - stay.from) / 1000)}`,
        ),
      ),
    ),
    ...hands.map((at) =>
      svg('circle', { class: 'hand', cx: share(at), cy: 13, r: 4 }, svg('title', {}, `hand raised at ${clockSeconds(at)}`)),
    ),
  );
}

/** @param {number[]} ticks @param {(at: number) => string} share @param {number} step */
function axis(ticks, share, step) {
  const text = step < 60_000 ? clockSeconds : clock;
  return svg(
    'svg',
    { class: 'axis', width: '100%', height: 22, 'aria-hidden': 'true' },
    ...ticks.map((at) => {
      const place = parseFloat(share(at));
      return svg(
        'text',
        { x: share(at), y: 15, 'text-anchor': place < 4 ? 'start' : place > 96 ? 'end' : 'middle' },
        text(at),
      );
    }),
  );
}
