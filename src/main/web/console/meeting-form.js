import { clearFaults, showFaults } from './dialogs.js';
import { fill, h } from './dom.js';
import { changed, ruleFields, whatFields, whenFields } from './meeting-fields.js';
import { PeopleField } from './people-field.js';
import { failure } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').MeetingDetail} MeetingDetail */

/** Makes a meeting, or changes one. */
export class MeetingForm {
  #app;
  #body = h('div', {}, h('p', { class: 'waiting', role: 'status' }, 'Reading…'));

  /** @param {App} app @param {number | null} meetingId */
  constructor(app, meetingId) {
    this.#app = app;
    this.title = meetingId === null ? 'New meeting' : 'Change the meeting';
    this.element = h('div', { class: 'page narrow' }, h('h1', {}, this.title), this.#body);
    this.#show(meetingId);
  }

  /** @param {number | null} meetingId */
  async #show(meetingId) {
    try {
      const old = meetingId === null ? null : await this.#app.gavel.meetings.get(meetingId);
      fill(this.#body, new Form(this.#app, old).element);
    } catch (error) {
      fill(this.#body, h('p', { class: 'note warn', role: 'alert' }, failure(error)));
    }
  }
}

/** The form itself, once what is to be changed is known. */
class Form {
  #app;
  #old;
  #what;
  #when;
  #rules;
  #people = new PeopleField();
  #fault = h('p', { class: 'note warn', role: 'alert', hidden: true });
  #send;

  /** @param {App} app @param {MeetingDetail | null} old */
  constructor(app, old) {
    this.#app = app;
    this.#old = old;
    this.#what = whatFields(old);
    this.#when = whenFields(old);
    this.#rules = ruleFields(old);
    this.#send = h('button', { type: 'submit', class: 'primary' }, old ? 'Save' : 'Create');
    const back = h('a', { class: 'button quiet', href: old ? `#/meeting/${old.id}` : '#/meetings' }, 'Back');
    const people = !old && h('fieldset', { class: 'card' }, h('legend', {}, 'Who'), this.#people.element);
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#submit();
    };
    const fields = [this.#what.element, this.#when.element, people, this.#rules.element, this.#fault];
    const actions = h('div', { class: 'actions' }, back, this.#send);
    this.element = h('form', { class: 'stack', novalidate: true, on: { submit } }, ...fields, actions);
  }

  async #submit() {
    clearFaults(this.element);
    this.#fault.hidden = true;
    this.#send.disabled = true;
    try {
      const made = await this.#save();
      location.hash = `#/meeting/${made.id}`;
    } catch (error) {
      this.#refused(error);
    } finally {
      this.#send.disabled = false;
    }
  }

  #save() {
    const { meetings } = this.#app.gavel;
    const fields = { ...this.#what.read(), ...this.#when.read(), ...this.#rules.read() };
    if (this.#old) return meetings.edit(this.#old.id, changed(this.#old, fields), this.#old.version);
    const people = this.#people.read();
    const ids = (/** @type {string} */ role) => people.filter((one) => one.role === role).map((one) => one.userId);
    return meetings.create({ ...fields, participantUserIds: ids('Participant'), moderatorUserIds: ids('Moderator') });
  }

  /** @param {any} error */
  #refused(error) {
    const { errors } = error.problem ?? {};
    const elsewhere = errors ? showFaults(this.element, errors) : [failure(error)];
    this.#fault.textContent = elsewhere.join(' ');
    this.#fault.hidden = elsewhere.length === 0;
  }
}
