import assert from 'node:assert/strict';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page @param {string} url @param {string} token */
export async function signIn(page, url, token) {
  await page.goto(`${url}/console`);
  const instead = page.getByText('Use a token instead');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  if (await instead.isVisible()) {
    await instead.click();
  }
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.getByRole('button', { name: 'Sign in with the token' }).click();
  await page.getByRole('heading', { name: 'Meetings', exact: true }).waitFor();
}

/** @param {Page} page */
export const badge = (page) => page.getByTestId('connection');

/** @param {Page} page */
export const node = async (page) => (await badge(page).getAttribute('data-node')) ?? '';

/** @param {Page} page @param {string} [node] another than this */
export async function isLive(page, node = '') {
  await page.waitForFunction((other) => {
    const { state, node: at } = /** @type {HTMLElement} */ (document.querySelector('[data-testid=connection]')).dataset;
    return state === 'live' && at && at !== other;
  }, node);
}

/** @param {Page} page @param {string} userId */
export const person = (page, userId) => page.getByRole('list', { name: 'Inside', exact: true }).locator(`[data-user-id="${userId}"]`);

/**
 * Waits until somebody inside is shown so: {muted: 'false', hand: 'true', …}.
 *
 * @param {Page} page
 * @param {string} userId
 * @param {Record<string, string>} state
 */
export async function shows(page, userId, state) {
  for (const [name, value] of Object.entries(state)) {
    await page.locator(`.roster [data-user-id="${userId}"][data-${name}="${value}"]`).waitFor();
  }
}

/**
 * What a window shows of a meeting: who is inside and how, and the numbers of the timeline, the newest first.
 *
 * @param {Page} page
 */
export function shown(page) {
  return page.evaluate(() => {
    const of = (/** @type {string} */ selector) =>
      /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);
    return {
      inside: of('[aria-label=Inside] > li').map(({ dataset }) => ({ ...dataset })),
      timeline: of('.timeline > li').map((line) => `${line.dataset.seq} ${line.dataset.event}`),
      seq: Number(of('[data-testid=connection]')[0]?.dataset.seq),
    };
  });
}

/**
 * Waits until both windows show the same, everything up to the newest event and each event once.
 *
 * @param {Page} one
 * @param {Page} other
 */
export async function agree(one, other) {
  let here;
  let there;
  for (let tries = 0; tries < 100; tries++) {
    [here, there] = [await shown(one), await shown(other)];
    if (JSON.stringify(here) === JSON.stringify(there) && here.timeline.length === here.seq) {
      break;
    }
    await one.waitForTimeout(100);
  }
  assert.deepEqual(here, there);
  const numbers = here?.timeline.map((line) => Number(line.split(' ')[0]));
  assert.deepEqual(numbers, Array.from({ length: here?.seq ?? 0 }, (_, index) => (here?.seq ?? 0) - index));
}
