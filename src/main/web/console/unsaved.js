/** Whether something was typed into a form, or chosen in it. @param {HTMLFormElement} form */
export const isChanged = (form) => inputsOf(form).some(wasChanged);

/** Types into a new form what was typed into an old one. @param {HTMLFormElement} from @param {HTMLFormElement} to */
export function carryOver(from, to) {
  for (const input of inputsOf(from).filter(wasChanged)) {
    const other = inputsOf(to).find((one) => one.name === input.name);
    if (!other || other.disabled) continue;
    if (isTick(input) && isTick(other)) other.checked = input.checked;
    else other.value = input.value;
  }
}

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Input */

/** @param {HTMLFormElement} form @returns {Input[]} */
const inputsOf = (form) => [...form.querySelectorAll(/** @type {'input'} */ ('input[name], select[name], textarea[name]'))];

/** @param {Input} input @returns {input is HTMLInputElement} */
const isTick = (input) => input instanceof HTMLInputElement && input.type === 'checkbox';

/** @param {Input} input */
function wasChanged(input) {
  if (isTick(input)) return input.checked !== input.defaultChecked;
  if (input instanceof HTMLSelectElement) {
    const options = [...input.options];
    return input.value !== (options.find((one) => one.hasAttribute('selected')) ?? options[0])?.value;
  }
  return input.value !== input.defaultValue;
}
