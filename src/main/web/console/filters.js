import { field } from './dialogs.js';
import { h } from './dom.js';

const FILTERS = ['q', 'status', 'role', 'from', 'to', 'order'];

/** @type {[string, string][]} */
const STATUSES = [
  ['', 'Any status'],
  ['Scheduled', 'Scheduled'],
  ['InProgress', 'In progress'],
  ['Scheduled,InProgress', 'Not over'],
  ['Completed', 'Completed'],
  ['Cancelled', 'Cancelled'],
];
/** @type {[string, string][]} */
const ROLES = [
  ['', 'Any role'],
  ['Host', 'Host'],
  ['Moderator', 'Moderator'],
  ['Participant', 'Participant'],
];
/** @type {[string, string][]} */
const ORDERS = [
  ['', 'Latest first'],
  ['asc', 'Earliest first'],
];

/** What the address asks for, as the list of meetings takes it: its days are those of this place. @param {URLSearchParams} query */
export function asQuery(query) {
  const { from, to, ...rest } = Object.fromEntries([...query].filter(([name, value]) => value && FILTERS.includes(name)));
  return { ...rest, ...(from && { from: startOf(from, 0) }), ...(to && { to: startOf(to, 1) }) };
}

/** Midnight here of a day, or of one after it. @param {string} date @param {number} after */
function startOf(date, after) {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, dayOfMonth + after).toISOString();
}

/** The filters; what is chosen goes into the address. @param {URLSearchParams} query */
export function filterForm(query) {
  const value = (/** @type {string} */ name) => query.get(name) ?? '';
  /** @type {[string, HTMLInputElement | HTMLSelectElement][]} */
  const inputs = [
    ['Title', h('input', { type: 'search', name: 'q', placeholder: 'A part of the title', value: value('q') })],
    ['Status', choice('status', value('status'), STATUSES)],
    ['Role', choice('role', value('role'), ROLES)],
    ['From', h('input', { type: 'date', name: 'from', value: value('from') })],
    ['To', h('input', { type: 'date', name: 'to', value: value('to') })],
    ['Order', choice('order', value('order'), ORDERS)],
  ];
  const apply = (/** @type {Event} */ event) => {
    event.preventDefault();
    const wanted = new URLSearchParams(inputs.filter(([, one]) => one.value).map(([, one]) => [one.name, one.value]));
    location.hash = `#/meetings${wanted.size ? `?${wanted}` : ''}`;
  };
  const clear = query.size > 0 && h('a', { class: 'button quiet', href: '#/meetings' }, 'Clear');
  const look = { class: 'filters card', role: 'search', 'aria-label': 'Filter meetings', on: { submit: apply } };
  const actions = h('div', { class: 'actions' }, h('button', { type: 'submit' }, 'Filter'), clear);
  return h('form', look, ...inputs.map(([label, input]) => field(label, input)), actions);
}

/** @param {string} name @param {string} chosen @param {[string, string][]} options */
function choice(name, chosen, options) {
  return h('select', { name }, ...options.map(([value, text]) => h('option', { value, selected: value === chosen }, text)));
}
