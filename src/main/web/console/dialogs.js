import { button, h } from './dom.js';
import { faultInWords } from './faults.js';
import { focusOn } from './focus.js';

/**
 * Asks in a dialog. Focus goes back to where it was when it closes, or to the heading where that is gone.
 *
 * @param {object} question
 * @param {string} question.title
 * @param {string} [question.text]
 * @param {HTMLElement[]} [question.fields] labelled; their values are read by `read`
 * @param {string} question.confirm what the button says
 * @param {boolean} [question.danger]
 * @param {string} [question.back] what the other button says
 * @returns {Promise<boolean>} whether it was confirmed
 */
export function ask({ title, text, fields = [], confirm, danger = false, back = 'Back' }) {
  const before = document.activeElement;
  const cancel = button({ label: back, class: 'quiet' }, () => dialog.close(''));
  const send = h('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, confirm);
  const heading = h('h2', { id: 'dialog-title' }, title);
  const form = h(
    'form',
    { method: 'dialog', on: { submit: (event) => (event.preventDefault(), dialog.close('yes')) } },
    heading,
    text && h('p', {}, text),
    ...fields,
    h('div', { class: 'actions' }, cancel, send),
  );
  const dialog = h('dialog', { 'aria-labelledby': 'dialog-title' }, form);
  document.body.append(dialog);
  dialog.showModal();
  if (fields.length === 0) (danger ? cancel : send).focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (before) focusOn(before);
      resolve(dialog.returnValue === 'yes');
    });
  });
}

/**
 * A labelled input with room for a hint and a fault.
 *
 * @param {string} label
 * @param {HTMLElement} input gets the label's id
 * @param {{hint?: string, name?: string}} [more]
 */
export function field(label, input, { hint, name } = {}) {
  const id = (input.id ||= `f${++fields}`);
  const described = hint ? `${id}-hint ${id}-fault` : `${id}-fault`;
  input.setAttribute('aria-describedby', described);
  return h(
    'div',
    { class: 'field', data: { field: name ?? null } },
    h('label', { for: id }, label),
    input,
    hint && h('p', { class: 'hint', id: `${id}-hint` }, hint),
    h('p', { class: 'fault', id: `${id}-fault` }),
  );
}

let fields = 0;

/**
 * Shows the faults of a 400 at their fields and puts the focus on the first; gives those that have no field here.
 *
 * @param {HTMLElement} form
 * @param {import('./faults.js').Fault[]} errors
 * @param {string[]} [ids] of people that were sent
 * @returns {string[]}
 */
export function showFaults(form, errors, ids) {
  clearFaults(form);
  const elsewhere = errors.filter((one) => !showFault(form, one.field, faultInWords(one, ids)));
  const first = form.querySelector('[aria-invalid="true"]');
  if (first instanceof HTMLElement) first.focus();
  return elsewhere.map(({ field: name, message }) => (name ? `${name}: ${message}` : message));
}

/** @param {HTMLElement} form */
export function clearFaults(form) {
  for (const fault of form.querySelectorAll('.fault')) fault.textContent = '';
  for (const input of form.querySelectorAll('[aria-invalid]')) input.removeAttribute('aria-invalid');
}

/** A place in a list stands after a dot: `participantUserIds.0`. @param {HTMLElement} form @param {string} name @param {string} message */
function showFault(form, name, message) {
  const plain = name.replace(/\..*/, '');
  const box = [...form.querySelectorAll('[data-field]')].find(
    (one) => one instanceof HTMLElement && (one.dataset.field ?? '').split(' ').includes(plain),
  );
  const fault = box?.querySelector('.fault');
  if (!box || !fault) return false;
  if (!fault.textContent?.includes(message)) fault.textContent = `${fault.textContent} ${message}`.trim();
  box.querySelector('input, select, textarea')?.setAttribute('aria-invalid', 'true');
  return true;
}
