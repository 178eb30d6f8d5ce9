/** Where the focus goes when what had it is made anew or goes away: never to nowhere. */

const CONTROLS = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** @param {Element} element @returns {HTMLElement[]} */
export function controlsIn(element) {
  const all = /** @type {HTMLElement[]} */ ([...element.querySelectorAll(CONTROLS)]);
  return all.filter((one) => !one.closest('[hidden], [inert]') && !one.matches(':disabled'));
}

/**
 * Remembers which control of an element has the focus. What is given back puts it, once that control is gone, on the one of the
 * same name, else on the one that stands there now, else on the heading.
 *
 * @param {Element} element
 * @returns {(now?: Element) => void} takes the element in its place, where it is another
 */
export function heldFocus(element) {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === element || !element.contains(focused)) return () => {};
  const name = nameOf(focused);
  const place = controlsIn(element).indexOf(focused);
  return (now = element) => {
    if (document.activeElement === focused && !focused.closest('[hidden]')) return;
    const controls = controlsIn(now);
    const again = controls.find((one) => one === focused) ?? controls.find((one) => nameOf(one) === name);
    focusOn(again ?? controls[Math.min(Math.max(place, 0), controls.length - 1)] ?? now);
  };
}

/** Puts the focus there, or on the heading of what it lies in where that cannot have it. @param {Element} element */
export function focusOn(element) {
  if (element.matches(CONTROLS) && element.isConnected && element instanceof HTMLElement) element.focus();
  if (document.activeElement !== element) headingOf(element)?.focus();
}

/** @param {Element} element */
function headingOf(element) {
  const around = element.isConnected ? element.closest('section, dialog, .page, .room') : null;
  const heading = around?.querySelector('h1, h2') ?? document.querySelector('main h1');
  if (!(heading instanceof HTMLElement)) return null;
  heading.tabIndex = -1;
  return heading;
}

/** @param {HTMLElement} element */
const nameOf = (element) => element.tagName + (element.getAttribute('aria-label') ?? element.textContent);
