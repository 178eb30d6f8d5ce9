import { ask, clearFaults, showFaults } from './dialogs.js';
import { button, fill, h } from './dom.js';
import { changed, ruleFields, whatFields, whenFields } from './meeting-fields.js';
import { PeopleField } from './people-field.js';
import { carryOver, isChanged } from './unsaved.js';
import { failure } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').MeetingDetail} MeetingDetail */

/** Makes a meeting, or changes one. */
export class MeetingForm {
  #app;
  #body = h('div', {}, h('p', { class: 'waiting', role: 'status' }, 'Reading…'));
  /** @type {Form | null} */
  #form = null;
  #listening = new AbortController();

  /** @param {App} app @param {number | null} meetingId */
  constructor(app, meetingId) {
    this.#app = app;
    this.title = meetingId === null ? 'New meeting' : 'Change the meeting';
    this.element = h('div', { class: 'page narrow' }, h('h1', {}, this.title), this.#body);
    const leaving = (/** @type {Event} */ event) => this.#form?.isUnsaved && event.preventDefault();
    window.addEventListener('beforeunload', leaving, { signal: this.#listening.signal });
    this.#show(meetingId);
  }

  dispose() {
    this.#listening.abort();
  }

  /** Asks, where something would be lost. */
  async mayLeave() {
    if (!this.#form?.isUnsaved) return true;
    const text = 'What you have typed here is not saved.';
    return ask({ title: 'Leave this page?', text, confirm: 'Leave', danger: true, back: 'Stay' });
  }

  /** @param {number | null} meetingId */
  async #show(meetingId) {
    try {
      const old = meetingId === null ? null : await this.#app.gavel.meetings.get(meetingId);
      const before = this.#form;
      this.#form = new Form(this.#app, old, () => this.#show(meetingId));
      if (before) carryOver(before.element, this.#form.element);
      fill(this.#body, this.#form.element);
      if (before) this.#form.begin();
    } catch (error) {
      if (this.#form) this.#form.refused(error);
      else fill(this.#body, h('p', { class: 'note warn', role: 'alert' }, failure(error)));
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
  #fault = h('div', { class: 'note warn', role: 'alert', hidden: true });
  #send;
  #again;
  #isSaved = false;

  /** @param {App} app @param {MeetingDetail | null} old @param {() => void} again reads it anew and keeps what was typed */
  constructor(app, old, again) {
    this.#app = app;
    this.#old = old;
    this.#again = again;
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

  get isUnsaved() {
    return !this.#isSaved && (isChanged(this.element) || this.#people.chosen.length > 0);
  }

  /** Puts the focus where the typing was, and says that it was read anew. */
  begin() {
    this.#app.toast('Read again. What you have typed is kept.');
    this.#send.focus();
  }

  async #submit() {
    // A disabled button would lose the focus.
    if (this.#send.ariaDisabled === 'true') return;
    clearFaults(this.element);
    this.#fault.hidden = true;
    this.#send.ariaDisabled = 'true';
    try {
      const made = await this.#save();
      this.#isSaved = true;
      location.hash = `#/meeting/${made.id}`;
    } catch (error) {
      this.refused(error);
    } finally {
      this.#send.ariaDisabled = null;
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
  refused(error) {
    const { errors } = error.problem ?? {};
    const ids = this.#people.chosen.map((one) => one.userId);
    const elsewhere = errors ? showFaults(this.element, errors, ids) : [failure(error)];
    const again = error.code === 'VERSION_MISMATCH' && button({ label: 'Read it again', class: 'small' }, this.#again);
    fill(this.#fault, h('p', {}, elsewhere.join(' ')), again);
    this.#fault.hidden = elsewhere.length === 0;
  }
}
