import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ARGUMENTS } from '../chromium.mjs';

/** What a browser says by itself of a node that dies: nothing of the page's own. */
const OF_A_DEAD_NODE = [
  /^WebSocket connection to '[^']*' failed/,
  /^Failed to load resource: (the server responded with a status of 50[234]|net::ERR_(CONNECTION|EMPTY_RESPONSE))/,
];

/**
 * Starts a browser whose windows are people: each has a context of its own, and everything that goes wrong in one is kept.
 *
 * @param {string} executablePath
 */
export async function browser(executablePath) {
  const folder = await mkdtemp(path.join(tmpdir(), 'gavel-browser-'));
  const first = await chromium.launchPersistentContext(folder, { executablePath, args: ARGUMENTS });
  const started = first.browser() ?? undefined;
  return {
    /** @param {import('playwright-core').BrowserContextOptions} [options] */
    window: async (options = {}) => {
      const context = started ? await started.newContext(options) : first;
      return windowOf(await context.newPage());
    },
    close: async () => {
      await first.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @param {import('playwright-core').Page} page */
async function windowOf(page) {
  /** @type {string[]} */
  const faults = [];
  /** @type {RegExp[]} */
  const expected = [];
  page.on('pageerror', (error) => faults.push(`thrown: ${error.stack ?? error}`));
  page.on('console', (message) => {
    const text = message.text();
    const fault = `${message.type()}: ${text} (${message.location().url})`;
    if (['error', 'warning'].includes(message.type()) && !expected.some((one) => one.test(text))) {
      faults.push(fault);
    }
  });
  await page.exposeFunction('violated', (/** @type {string} */ what) => faults.push(`content security policy: ${what}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      /** @type {any} */ (window).violated(`${violatedDirective} ${blockedURI} ${sourceFile}`);
    });
  });
  page.setDefaultTimeout(15_000);
  return {
    page,
    /** What went wrong so far, save what a browser must say by itself of what the test does to it. */
    faults,
    /** From now on a node may die. */
    expectADeadNode: () => expected.push(...OF_A_DEAD_NODE),
    /** From now on nobody answers there. @param {string} origin */
    cutOff: (origin) => {
      expected.push(/^Failed to load resource: net::ERR_FAILED/);
      return page.route(`${origin}/**`, (route) => route.abort());
    },
  };
}
