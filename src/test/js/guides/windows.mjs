import { chromium } from 'playwright-core';
import { ARGUMENTS } from '../chromium.mjs';
import { externalApi } from '../jitsi/external-api.mjs';
import { findBrowser } from './programs.mjs';
import { contains } from './compare.mjs';
import { until } from './prints.mjs';

const PATIENCE = 10_000;

/** The windows of a page's browser blocks. */
export class Windows {
  #browser = null;
  #windows = [];
  #own;
  faults = [];

  /** @param own what is of this run alone: see run-page.mjs */
  constructor(own) {
    this.#own = own;
  }

  /**
   * Takes the lines of a browser block: an address is opened in a new window, a `[label]` clicks a button of the window that
   * was opened last; then all windows come to show what stands behind the arrow.
   */
  async follow(text) {
    this.#browser ??= await chromium.launch({ executablePath: findBrowser(), args: ARGUMENTS });
    for (const line of text.split('\n').filter((it) => it.trim())) {
      const [order, shown] = line.split('→').map((it) => it.trim());
      const label = /^\[(.+)\]$/.exec(order)?.[1];
      await (label ? this.#windows.at(-1).getByRole('button', { name: label }).click({ timeout: PATIENCE }) : this.#open(order));
      if (shown) {
        await this.#expect(shown);
      }
    }
  }

  async close() {
    await this.#browser?.close();
  }

  async #open(address) {
    const window = await this.#browser.newPage();
    window.setDefaultTimeout(PATIENCE);
    window.on('pageerror', (error) => this.faults.push(`${address}: ${error}`));
    window.on('console', (message) => message.type() === 'error' && this.faults.push(`${address}: ${message.text()}`));
    await window.route(/^https:/, (route) => route.abort());
    await window.route(/^https:.*\/external_api\.js(\?|$)/, (route) => route.fulfill({ contentType: 'text/javascript', body: externalApi() }));
    await window.goto(address);
    this.#windows.push(window);
  }

  async #expect(shown) {
    for (const window of this.#windows) {
      let text;
      const isShown = await until(async () => {
        text = this.#own.toPage(await window.innerText('body'));
        return contains(shown, text);
      }, PATIENCE);
      if (!isShown) {
        throw new Error(`"${shown}" is not shown at ${window.url()}, but: ${text}\n${this.faults.join('\n')}`);
      }
    }
  }
}
