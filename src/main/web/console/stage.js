import { attachJitsi, jitsiOptions } from '/client/gavel-client.js';
import { button, fill, h, icon } from './dom.js';
import { loadJitsi } from './jitsi-script.js';
import { Tiles } from './tiles.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */

/** Domains that did not answer: they are not asked again with each meeting, but when somebody wishes. @type {Set<string>} */
const silent = new Set();

/** The video: Jitsi where its domain answers, and the people as tiles where not. All else of a meeting works without. */
export class Stage {
  #app;
  #meeting;
  #domain;
  /** @type {any} */
  #api = null;
  #over = false;
  #detach = () => {};
  /** @type {Tiles | null} */
  #tiles = null;
  #inner = h('div', { class: 'screen' });
  element = h('section', { class: 'stage', 'aria-label': 'Video', data: { testid: 'stage' } }, this.#inner);
  /** Whether this page's person is in Jitsi's room. */
  isJoined = false;

  /** @param {App} app @param {Meeting} meeting */
  constructor(app, meeting) {
    this.#app = app;
    this.#meeting = meeting;
    this.#domain = meeting.jitsi?.domain ?? '';
    this.#show();
  }

  dispose() {
    this.#over = true;
    this.#tiles?.dispose();
    this.#clear();
  }

  /**
   * Asks Jitsi to do it, which tells the stream; false where there is no Jitsi to ask.
   *
   * @param {string} command
   * @param {unknown[]} values
   */
  command(command, ...values) {
    if (!this.isJoined || !this.#api) return false;
    this.#api.executeCommand(command, ...values);
    return true;
  }

  async #show() {
    this.element.dataset.jitsi = 'loading';
    fill(this.#inner, h('p', { class: 'muted', role: 'status' }, 'Looking for the video…'));
    try {
      if (silent.has(this.#domain)) return this.#placeholder();
      const tenant = this.#meeting.jitsi?.tenant;
      await loadJitsi(tenant ? `${this.#domain}/${tenant}` : this.#domain);
      const { host, options } = await jitsiOptions(this.#meeting);
      if (!this.#over && !this.#meeting.state.ended) this.#embed(host, options);
    } catch {
      silent.add(this.#domain);
      if (!this.#over) this.#placeholder();
    }
  }

  /** @param {string} host @param {Record<string, unknown>} options */
  #embed(host, options) {
    fill(this.#inner);
    const { JitsiMeetExternalAPI } = /** @type {any} */ (window);
    const api = new JitsiMeetExternalAPI(host, { ...options, parentNode: this.#inner, width: '100%', height: '100%' });
    this.#api = api;
    this.element.dataset.jitsi = 'present';
    api.addListener('videoConferenceJoined', () => void (this.isJoined = true));
    api.addListener('videoConferenceLeft', () => void (this.isJoined = false));
    this.#detach = attachJitsi(api, this.#meeting, {
      onError: (error) => this.#app.failed(error, 'Video'),
      onEnded: () => this.#clear(),
    });
  }

  #placeholder() {
    this.element.dataset.jitsi = 'absent';
    this.#tiles?.dispose();
    this.#tiles = new Tiles(this.#meeting);
    const host = this.#domain.replace(/^https?:\/\//, '');
    const text = h('span', {}, `No video: ${host} does not answer. The meeting goes on without.`);
    const again = button({ label: 'Look again', class: 'small' }, () => {
      silent.delete(this.#domain);
      this.#show();
    });
    const note = h('p', { class: 'absent', data: { testid: 'no-video' } }, icon('camera-off'), text, again);
    fill(this.#inner, this.#tiles.element, note);
  }

  #clear() {
    this.#detach();
    this.#detach = () => {};
    this.isJoined = false;
    this.#api?.dispose?.();
    this.#api = null;
  }
}
