import { field } from './dialogs.js';
import { button, fill, h } from './dom.js';
import { hold, isHeld } from './hold.js';
import { clock, failure, onDay, ticking } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */

/** Goes in, or shows at the door why not: asks the password, tells when it opens, and goes in by itself then. */
export class Door {
  #app;
  #meetingId;
  #entered;
  #topic;
  #letGo;
  #over = false;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #waiting;
  element = h('div', { class: 'door card' }, h('h1', {}, 'Joining…'));

  /** @param {App} app @param {number} meetingId @param {(meeting: Meeting) => void} entered */
  constructor(app, meetingId, entered) {
    this.#app = app;
    this.#meetingId = meetingId;
    this.#entered = entered;
    this.#topic = `meeting.${meetingId}`;
    this.#letGo = hold(this.#topic);
    this.#enter();
  }

  dispose() {
    this.#over = true;
    this.#letGo();
    clearInterval(this.#waiting);
  }

  /** @param {string} [password] */
  async #enter(password) {
    clearInterval(this.#waiting);
    try {
      const meeting = await this.#app.gavel.join(this.#meetingId, password === undefined ? {} : { password });
      if (!this.#over) this.#entered(meeting);
      else if (!isHeld(this.#topic)) await meeting.leave();
    } catch (error) {
      if (!this.#over) this.#refused(error, password);
    }
  }

  /** @param {any} error @param {string} [password] that was given */
  #refused(error, password) {
    const { code } = error;
    const opensAt = error.opensAt ?? error.problem?.opensAt;
    if (code === 'PASSWORD_REQUIRED' || code === 'WRONG_PASSWORD') return this.#askPassword(code === 'WRONG_PASSWORD');
    if (code === 'TOO_EARLY' && opensAt) return this.#wait(opensAt, password);
    const why = h('p', { role: 'alert' }, failure(error));
    if (code === 'MEETING_ENDED' || code === 'MEETING_CANCELLED') {
      const link = h('a', { class: 'button primary', href: `#/meeting/${this.#meetingId}/history` }, 'See how it went');
      return this.#show('This meeting is over', why, link);
    }
    this.#show(
      'You are not in',
      why,
      button({ label: 'Try again', class: 'primary' }, () => this.#enter(password)),
    );
  }

  /** @param {boolean} wrong whether one was given already */
  #askPassword(wrong) {
    const password = h('input', { type: 'password', name: 'password', maxlength: 64, required: true, autocomplete: 'off' });
    const box = field('Password', password);
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#enter(password.value);
    };
    const send = h('button', { type: 'submit', class: 'primary' }, 'Join');
    this.#show('This meeting has a password', h('form', { class: 'stack', on: { submit } }, box, send));
    if (wrong) {
      fill(/** @type {Element} */ (box.querySelector('.fault')), 'That is not the password.');
      password.setAttribute('aria-invalid', 'true');
    }
    password.focus();
  }

  /** @param {string} opensAt @param {string} [password] */
  #wait(opensAt, password) {
    const left = h('strong', { class: 'count-down' });
    const tick = () => {
      const seconds = (Date.parse(opensAt) - Date.now()) / 1000;
      left.textContent = ticking(seconds);
      // The door opens by the server's clock: a second later it is surely open, or it is asked again.
      if (seconds < -1) this.#enter(password);
    };
    this.#waiting = setInterval(tick, 1000);
    tick();
    const text = `The door opens ${onDay(opensAt)} at ${clock(opensAt)}. This page goes in by itself then.`;
    const about = h('a', { class: 'button', href: `#/meeting/${this.#meetingId}` }, 'About the meeting');
    this.#show('It is too early', h('p', { role: 'status' }, text), left, about);
  }

  /** @param {string} title @param {HTMLElement[]} parts */
  #show(title, ...parts) {
    const heading = h('h1', { tabindex: '-1' }, title);
    fill(this.element, heading, ...parts, h('a', { class: 'button quiet', href: '#/meetings' }, 'To the meetings'));
    heading.focus();
  }
}
