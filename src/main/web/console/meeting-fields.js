import { field } from './dialogs.js';
import { h } from './dom.js';
import { hereZone, instant, timeZones, wallClock } from './zones.js';

/** @typedef {import('./types.js').MeetingDetail} MeetingDetail */

/**
 * What of these fields an edit has to name: what was changed here alone, for the rest may have been changed by others.
 *
 * @param {any} old
 * @param {Record<string, unknown>} fields undefined where untouched
 */
export function changed(old, fields) {
  const isChanged = (/** @type {string} */ name, /** @type {unknown} */ value) => {
    if (name === 'scheduledAt') return Date.parse(String(value)) !== Date.parse(old.scheduledAt);
    return name === 'password' || value !== old[name];
  };
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => value !== undefined && isChanged(name, value)));
}

/** @param {MeetingDetail | null} old */
export function whatFields(old) {
  const title = h('input', { name: 'title', maxlength: 200, required: true, value: old?.title ?? '' });
  const description = h('textarea', { name: 'description', rows: 3, maxlength: 4000, value: old?.description ?? '' });
  const fields = [field('Title', title, { name: 'title' }), field('Description', description, { name: 'description' })];
  return {
    element: h('fieldset', { class: 'card' }, h('legend', {}, 'What'), ...fields),
    read: () => ({ title: title.value, description: description.value || null }),
  };
}

/** @param {MeetingDetail | null} old */
export function whenFields(old) {
  const started = old?.status === 'InProgress';
  const chosen = old?.timeZone ?? hereZone();
  const zone = zoneChoice(chosen, started);
  const before = old ? wallClock(new Date(old.scheduledAt), old.timeZone) : '';
  const at = h('input', { type: 'datetime-local', name: 'scheduledAt', disabled: started, value: before });
  const minutes = number('durationMinutes', 1440, old?.durationMinutes ?? 60);
  const hint = started ? 'It has started.' : old ? undefined : 'Leave it empty to start now.';
  const fields = [
    field('Start', at, { name: 'scheduledAt', hint }),
    field('Time zone', zone, { name: 'timeZone' }),
    field('Minutes', minutes, { name: 'durationMinutes' }),
  ];
  // Of what was not touched the seconds stay, too.
  const isSame = () => started || !at.value || (at.value === before && zone.value === chosen);
  const read = () => ({
    scheduledAt: isSame() ? undefined : instant(at.value, zone.value).toISOString(),
    timeZone: started ? undefined : zone.value,
    durationMinutes: numberIn(minutes),
  });
  return { element: h('fieldset', { class: 'card columns when' }, h('legend', {}, 'When'), ...fields), read };
}

/** @param {string} chosen @param {boolean} disabled */
function zoneChoice(chosen, disabled) {
  const zones = timeZones([chosen]).map((name) => h('option', { value: name, selected: name === chosen }, name));
  return h('select', { name: 'timeZone', disabled }, ...zones);
}

/** @param {MeetingDetail | null} old */
export function ruleFields(old) {
  const password = h('input', { type: 'password', name: 'password', maxlength: 64, autocomplete: 'new-password' });
  const open = tick('open', false);
  const most = number('maxParticipants', 10_000, old?.maxParticipants ?? null);
  const recording = tick('recordingEnabled', old?.recordingEnabled === true);
  const chat = tick('chatEnabled', old?.chatEnabled ?? true);
  const hint = old?.hasPassword ? 'Leave it empty to keep the one it has.' : '6 characters or more; asked of everyone but the host.';
  const fields = [
    field('Password', password, { name: 'password', hint }),
    field('Most participants', most, { name: 'maxParticipants', hint: 'Leave it empty for no limit. Hosts and moderators always fit in.' }),
    old?.hasPassword && check('Take the password away', open),
    check('Recording is allowed', recording, 'recordingEnabled'),
    check('With a chat', chat, 'chatEnabled'),
  ];
  const read = () => ({
    password: open.checked ? null : password.value || undefined,
    maxParticipants: numberIn(most),
    recordingEnabled: recording.checked,
    chatEnabled: chat.checked,
  });
  return { element: h('fieldset', { class: 'card columns' }, h('legend', {}, 'Rules'), ...fields), read };
}

/** @param {string} name @param {number} max @param {number | null} value */
function number(name, max, value) {
  return h('input', { type: 'number', name, min: 1, max, value: value ?? '' });
}

/** @param {HTMLInputElement} input */
const numberIn = (input) => (input.value === '' ? null : Number(input.value));

/** @param {string} name @param {boolean} checked */
const tick = (name, checked) => h('input', { type: 'checkbox', name, checked });

/** @param {string} label @param {HTMLInputElement} input @param {string} [name] */
function check(label, input, name) {
  const fault = h('p', { class: 'fault' });
  return h('div', { class: 'field check', data: { field: name ?? null } }, h('label', {}, input, label), fault);
}
