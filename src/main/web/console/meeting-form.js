import { clearFaults, field, showFaults } from './dialogs.js';
import { fill, h } from './dom.js';
import { peopleField } from './people-field.js';
import { failure } from './words.js';
import { hereZone, instant, timeZones, wallClock } from './zones.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').MeetingDetail} MeetingDetail */

/**
 * Makes a meeting, or changes one.
 *
 * @param {App} app
 * @param {number | null} meetingId
 * @returns {import('./types.js').View}
 */
export function meetingForm(app, meetingId) {
  const title = meetingId === null ? 'New meeting' : 'Change the meeting';
  const body = h('div', {}, h('p', { class: 'waiting', role: 'status' }, 'Reading…'));
  if (meetingId === null) fill(body, form(app, null));
  else
    app.gavel.meetings
      .get(meetingId)
      .then((detail) => fill(body, form(app, detail)))
      .catch((error) => fill(body, h('p', { class: 'note warn', role: 'alert' }, failure(error))));
  return { title, element: h('div', { class: 'page narrow' }, h('h1', {}, title), body) };
}

/** @param {App} app @param {MeetingDetail | null} old */
function form(app, old) {
  const what = whatFields(old);
  const when = whenFields(old);
  const rules = ruleFields(old);
  const people = old ? null : peopleField();
  const fault = h('p', { class: 'note warn', role: 'alert', hidden: true });
  const send = h('button', { type: 'submit', class: 'primary' }, old ? 'Save' : 'Create');
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    clearFaults(element);
    fault.hidden = true;
    send.disabled = true;
    try {
      const fields = { ...what.read(), ...when.read(), ...rules.read() };
      const made = old
        ? await app.gavel.meetings.edit(old.id, changed(old, fields), old.version)
        : await app.gavel.meetings.create({ ...fields, ...invited(people) });
      location.hash = `#/meeting/${made.id}`;
    } catch (error) {
      const problem = /** @type {any} */ (error).problem;
      const elsewhere = problem?.errors ? showFaults(element, problem.errors) : [failure(error)];
      fault.textContent = elsewhere.join(' ');
      fault.hidden = elsewhere.length === 0;
    } finally {
      send.disabled = false;
    }
  };
  const back = h('a', { class: 'button quiet', href: old ? `#/meeting/${old.id}` : '#/meetings' }, 'Back');
  const element = h(
    'form',
    { class: 'stack', novalidate: true, on: { submit } },
    what.element,
    when.element,
    people && h('fieldset', { class: 'card' }, h('legend', {}, 'People'), people.element),
    rules.element,
    fault,
    h('div', { class: 'actions' }, back, send),
  );
  return element;
}

/** @param {ReturnType<typeof peopleField> | null} people */
function invited(people) {
  const wanted = people?.read() ?? [];
  const ids = (/** @type {string} */ role) => wanted.filter((one) => one.role === role).map((one) => one.userId);
  return { participantUserIds: ids('Participant'), moderatorUserIds: ids('Moderator') };
}

/** An edit names what it changes alone: the rest may have been changed by others. @param {any} old @param {Record<string, unknown>} fields */
function changed(old, fields) {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => {
      if (name === 'password') return value !== undefined;
      if (name === 'scheduledAt') return value !== undefined && Date.parse(String(value)) !== Date.parse(old.scheduledAt);
      return value !== undefined && value !== old[name];
    }),
  );
}

/** @param {MeetingDetail | null} old */
function whatFields(old) {
  const title = h('input', { name: 'title', maxlength: 200, required: true, value: old?.title ?? '' });
  const description = h('textarea', { name: 'description', rows: 3, maxlength: 4000, value: old?.description ?? '' });
  return {
    element: h(
      'fieldset',
      { class: 'card' },
      h('legend', {}, 'What'),
      field('Title', title, { name: 'title' }),
      field('Description', description, { name: 'description' }),
    ),
    read: () => ({ title: title.value, description: description.value || null }),
  };
}

/** @param {MeetingDetail | null} old */
function whenFields(old) {
  const started = old?.status === 'InProgress';
  const chosen = old?.timeZone ?? hereZone();
  const zone = h(
    'select',
    { name: 'timeZone', disabled: started },
    ...timeZones([chosen]).map((name) => h('option', { value: name, selected: name === chosen }, name)),
  );
  const at = h('input', {
    type: 'datetime-local',
    name: 'scheduledAt',
    disabled: started,
    value: old ? wallClock(new Date(old.scheduledAt), old.timeZone) : '',
  });
  const minutes = h('input', {
    type: 'number',
    name: 'durationMinutes',
    min: 1,
    max: 1440,
    value: old?.durationMinutes ?? 60,
  });
  const before = at.value;
  return {
    element: h(
      'fieldset',
      { class: 'card columns when' },
      h('legend', {}, 'When'),
      field('Start', at, { name: 'scheduledAt', hint: started ? 'It has started.' : old ? undefined : 'Empty: now.' }),
      field('Time zone', zone, { name: 'timeZone' }),
      field('Minutes', minutes, { name: 'durationMinutes' }),
    ),
    read: () => ({
      // Of what was not touched the seconds stay, too.
      scheduledAt:
        started || !at.value || (old && at.value === before && zone.value === old.timeZone)
          ? undefined
          : instant(at.value, zone.value).toISOString(),
      timeZone: started ? undefined : zone.value,
      durationMinutes: minutes.value === '' ? null : Number(minutes.value),
    }),
  };
}

/** @param {MeetingDetail | null} old */
function ruleFields(old) {
  const password = h('input', { type: 'password', name: 'password', maxlength: 64, autocomplete: 'new-password' });
  const open = h('input', { type: 'checkbox', name: 'open' });
  const most = h('input', {
    type: 'number',
    name: 'maxParticipants',
    min: 1,
    max: 10000,
    value: old?.maxParticipants ?? '',
  });
  const recording = h('input', { type: 'checkbox', name: 'recordingEnabled', checked: old?.recordingEnabled === true });
  const chat = h('input', { type: 'checkbox', name: 'chatEnabled', checked: old ? old.chatEnabled : true });
  const hint = old?.hasPassword ? 'Empty: it stays as it is.' : '6 characters or more; asked of everyone but the host.';
  return {
    element: h(
      'fieldset',
      { class: 'card columns' },
      h('legend', {}, 'Rules'),
      field('Password', password, { name: 'password', hint }),
      field('Most participants', most, { name: 'maxParticipants', hint: 'Empty: no limit.' }),
      old?.hasPassword && check('Take the password away', open),
      check('Recording is allowed', recording, 'recordingEnabled'),
      check('With a chat', chat, 'chatEnabled'),
    ),
    read: () => ({
      password: open.checked ? null : password.value || undefined,
      maxParticipants: most.value === '' ? null : Number(most.value),
      recordingEnabled: recording.checked,
      chatEnabled: chat.checked,
    }),
  };
}

/** @param {string} label @param {HTMLInputElement} input @param {string} [name] */
function check(label, input, name) {
  return h(
    'div',
    { class: 'field check', data: { field: name ?? null } },
    h('label', {}, input, label),
    h('p', { class: 'fault' }),
  );
}
