import { field } from './dialogs.js';
import { button, fill, h } from './dom.js';
import { clock, day, failure, ticking } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */

/**
 * Goes in, or shows at the door why not: asks the password, tells when it opens, and goes in by itself then.
 *
 * @param {App} app
 * @param {number} meetingId
 * @param {(meeting: Meeting) => void} entered
 */
export function door(app, meetingId, entered) {
  const element = h('div', { class: 'door card' });
  let over = false;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let waiting;

  /** @param {string} [password] */
  const enter = async (password) => {
    clearInterval(waiting);
    if (!element.hasChildNodes()) fill(element, h('h1', {}, 'Joining…'));
    try {
      const meeting = await app.gavel.join(meetingId, password === undefined ? {} : { password });
      if (over) return void meeting.leave();
      entered(meeting);
    } catch (error) {
      if (!over) refused(error);
    }
  };
  const refused = (/** @type {any} */ error) => {
    if (error.code === 'PASSWORD_REQUIRED' || error.code === 'WRONG_PASSWORD')
      return passwordForm(element, error.code, enter);
    const opensAt = error.opensAt ?? error.problem?.opensAt;
    if (error.code === 'TOO_EARLY' && opensAt) {
      waiting = early(element, meetingId, opensAt, enter);
      return;
    }
    const over = error.code === 'MEETING_ENDED' || error.code === 'MEETING_CANCELLED';
    show(
      element,
      over ? 'This meeting is over' : 'You are not in',
      h('p', { role: 'alert' }, failure(error)),
      over
        ? h('a', { class: 'button primary', href: `#/meeting/${meetingId}/history` }, 'See how it went')
        : button({ label: 'Try again', class: 'primary' }, () => enter()),
    );
  };
  enter();
  return {
    element,
    dispose() {
      over = true;
      clearInterval(waiting);
    },
  };
}

/** @param {HTMLElement} element @param {string} title @param {HTMLElement[]} parts */
function show(element, title, ...parts) {
  const heading = h('h1', { tabindex: '-1' }, title);
  fill(element, heading, ...parts, h('a', { class: 'button quiet', href: '#/meetings' }, 'To the meetings'));
  heading.focus();
}

/** @param {HTMLElement} element @param {string} code @param {(password: string) => void} enter */
function passwordForm(element, code, enter) {
  const password = h('input', { type: 'password', name: 'password', maxlength: 64, required: true, autocomplete: 'off' });
  const box = field('Password', password);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    enter(password.value);
  };
  show(
    element,
    'This meeting has a password',
    h('form', { class: 'stack', on: { submit } }, box, h('button', { type: 'submit', class: 'primary' }, 'Join')),
  );
  if (code === 'WRONG_PASSWORD') {
    fill(/** @type {Element} */ (box.querySelector('.fault')), 'That is not the password.');
    password.setAttribute('aria-invalid', 'true');
  }
  password.focus();
}

/** @param {HTMLElement} element @param {number} meetingId @param {string} opensAt @param {() => void} enter */
function early(element, meetingId, opensAt, enter) {
  const left = h('strong', { class: 'count-down' });
  const tick = () => {
    const seconds = (Date.parse(opensAt) - Date.now()) / 1000;
    left.textContent = ticking(seconds);
    if (seconds > -1) return;
    clearInterval(waiting);
    enter();
  };
  const waiting = setInterval(tick, 1000);
  tick();
  show(
    element,
    'It is too early',
    h('p', { role: 'status' }, `The door opens ${day(opensAt)} at ${clock(opensAt)}. This page goes in by itself then.`),
    left,
    h('a', { class: 'button', href: `#/meeting/${meetingId}` }, 'About the meeting'),
  );
  return waiting;
}
