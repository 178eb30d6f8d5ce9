import { button, fill, h, icon, refill } from './dom.js';
import { focusOn } from './focus.js';
import { face } from './face.js';
import { mark } from './guests.js';
import { removePerson } from './people.js';
import { ticking } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').Attendee} Attendee */

/** Somebody inside: one element that changes with the person. */
export class RosterRow {
  #app;
  #meeting;
  #name = h('span', { class: 'name', dir: 'auto' });
  #role = h('span', { class: 'muted small' });
  #time = h('span', { class: 'muted small time' });
  #missing = mark('not in the call');
  #signs = h('span', { class: 'signs' });
  #actions;
  #open;
  #shown = '';

  /** @param {App} app @param {Meeting} meeting @param {Readonly<Attendee>} person */
  constructor(app, meeting, person) {
    this.#app = app;
    this.#meeting = meeting;
    const id = `actions-${meeting.id}-${person.userId}`;
    this.#actions = h('div', { class: 'row-actions', hidden: true, id });
    const look = { text: '', icon: 'more', class: 'icon-button small', 'aria-expanded': 'false', 'aria-controls': id };
    this.#open = button({ label: `Actions for ${person.userName}`, ...look }, () => this.#show(this.#actions.hidden === true));
    const who = h('div', { class: 'who' }, this.#name, h('div', {}, this.#role, this.#time, ' ', this.#missing));
    const data = { userId: person.userId };
    const keydown = (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && this.#close();
    this.element = h('li', { data, on: { keydown } }, face(person), who, this.#signs, this.#open, this.#actions);
  }

  /** @param {Readonly<Attendee>} person */
  show(person) {
    const state = JSON.stringify([person, this.#meeting.role, this.#meeting.state.ended !== null]);
    if (state === this.#shown) return;
    this.#shown = state;
    this.#name.textContent = person.userName + (person.userId === this.#meeting.userId ? ' (you)' : '');
    this.#role.textContent = person.role;
    this.#missing.hidden = !person.notInMedia;
    const { isMuted: muted, isVideoOn: video, isSharingScreen: sharing, isHandRaised: hand, handPosition } = person;
    Object.assign(this.element.dataset, {
      role: person.role,
      muted,
      video,
      sharing,
      hand,
      handPosition: handPosition ?? '',
    });
    fill(this.#signs, ...signsOf(person));
    const possible = this.#actionsFor(person);
    this.#open.hidden = possible.length === 0;
    refill(this.#actions, [person.userName, ...possible.map((one) => one.textContent)], () => possible);
    if (this.#open.hidden) this.#show(false);
  }

  /** @param {boolean} shown */
  #show(shown) {
    this.#actions.hidden = !shown;
    this.#open.setAttribute('aria-expanded', String(shown));
  }

  #close() {
    if (this.#actions.hidden) return;
    this.#show(false);
    focusOn(this.#open);
  }

  /** @param {number | null} since in milliseconds */
  tick(since) {
    this.#time.textContent = since === null ? '' : ticking((Date.now() - since) / 1000);
  }

  /** What this page's person may do with that one. @param {Readonly<Attendee>} person */
  #actionsFor(person) {
    const { userId, isMuted, isHandRaised, role } = person;
    const meeting = this.#meeting;
    const host = meeting.role === 'Host';
    if (!(host || meeting.role === 'Moderator') || meeting.state.ended || userId === meeting.userId) return [];
    const up = role !== 'Moderator';
    const { meetings } = this.#app.gavel;
    return [
      ...(!isMuted && (host || role === 'Participant')
        ? [this.#act(person, 'Mute', () => meeting.emit('meeting_mute_user', { userId }))]
        : []),
      ...(isHandRaised ? [this.#act(person, 'Lower hand', () => meeting.emit('meeting_hand_lowered', { userId }))] : []),
      ...(host
        ? [
            this.#act(person, up ? 'Make moderator' : 'Make participant', () =>
              meetings.setRole(meeting.id, userId, up ? 'Moderator' : 'Participant'),
            ),
          ]
        : []),
      ...(host
        ? [this.#act(person, 'Remove', () => removePerson(this.#app, meeting.id, person), 'small danger quiet')]
        : []),
    ];
  }

  /** @param {Readonly<Attendee>} person @param {string} text @param {() => Promise<unknown>} done @param {string} [look] */
  #act({ userName }, text, done, look = 'small') {
    const failed = (/** @type {unknown} */ error) => this.#app.failed(error, `${text}: ${userName}`);
    return button({ label: `${text}: ${userName}`, text, class: look }, () => done().catch(failed));
  }
}

/** @param {Readonly<Attendee>} person */
function signsOf({ isHandRaised, handPosition, isSharingScreen, isVideoOn, isMuted }) {
  return [
    isHandRaised && sign('hand', `hand raised, number ${handPosition}`, 'hand', handPosition),
    isSharingScreen && sign('share', 'shares the screen', 'on'),
    isVideoOn ? sign('camera', 'camera on', 'on') : sign('camera-off', 'camera off', 'off'),
    isMuted ? sign('mic-off', 'muted', 'off') : sign('mic', 'microphone on', 'on'),
  ];
}

/** @param {string} name @param {string} text @param {string} kind @param {number | null} [number] */
function sign(name, text, kind, number = null) {
  const count = number !== null && h('b', { 'aria-hidden': 'true' }, number);
  return h('span', { class: `sign ${kind}`, title: text }, icon(name), h('span', { class: 'unseen' }, text), count);
}
