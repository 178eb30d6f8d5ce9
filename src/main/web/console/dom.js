/** The only place that makes elements. Text goes in as text: nothing that came over the wire is ever parsed as markup. */

import { controlsIn, focusOn, heldFocus } from './focus.js';

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * @typedef {Record<string, unknown> & {
 *   class?: string, data?: Record<string, string | number | boolean | null>,
 *   on?: Record<string, (event: any) => void>}} Props
 */

/**
 * Makes an element. `on` has listeners, `data` data attributes; what is false or null is left out.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props} [props]
 * @param {Child[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  setAll(element, props);
  element.append(...shown(children));
  return element;
}

/**
 * Makes an SVG element; sizes are its attributes, for styles may not stand in the markup.
 *
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {Child[]} children
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...shown(children));
  return element;
}

/** @param {string} name of a symbol in index.html */
export function icon(name) {
  return svg('svg', { class: 'icon', 'aria-hidden': 'true' }, svg('use', { href: `#i-${name}` }));
}

/** @param {Element} element @param {Child[]} children */
export function fill(element, ...children) {
  element.replaceChildren(...shown(children));
}

/** What elements were last filled of. @type {WeakMap<Element, string>} */
const filled = new WeakMap();

/**
 * Fills it where what it shows has changed, and keeps the focus within.
 *
 * @param {Element} element
 * @param {unknown[]} of what it shows
 * @param {() => Child[]} make
 */
export function refill(element, of, make) {
  const now = JSON.stringify(of);
  if (filled.get(element) === now) return;
  filled.set(element, now);
  const keepFocus = heldFocus(element);
  fill(element, ...make());
  keepFocus();
}

/** @param {HTMLElement} element @param {Props} props */
function setAll(element, { on = {}, data = {}, class: className, ...attributes }) {
  if (className) element.className = className;
  for (const [name, value] of Object.entries(data)) {
    if (value !== null) element.dataset[name] = String(value);
  }
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  for (const [name, value] of Object.entries(attributes)) setOne(element, name, value);
}

/** @param {HTMLElement} element @param {string} name @param {unknown} value */
function setOne(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  // What a field begins with is its default, by which is told whether it was changed.
  if (name === 'value' && 'defaultValue' in element) element.defaultValue = String(value);
  else if (name === 'value') /** @type {HTMLInputElement} */ (element).value = String(value);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** @param {Child[]} children @returns {(Node | string)[]} */
function shown(children) {
  return children
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
}

/**
 * A button with an icon and a name; `label` is read to those who do not see it, `text` is what is seen.
 *
 * @param {{label: string, text?: string, icon?: string, class?: string} & Props} wanted
 * @param {(event: MouseEvent) => unknown} pressed
 */
export function button({ label, text = label, icon: symbol, class: className = '', ...props }, pressed) {
  return h(
    'button',
    {
      type: 'button',
      class: className,
      ...(text === label ? {} : { 'aria-label': label }),
      ...props,
      on: { click: pressed },
    },
    symbol && icon(symbol),
    text && h('span', {}, text),
  );
}

/**
 * Puts the children of a list into the order wanted and takes out what is not there any more, without touching what stays: a
 * row keeps its focus. Of a row that had it and is gone the next one gets it.
 *
 * @param {Element} list
 * @param {Element[]} wanted
 */
export function arrange(list, wanted) {
  const focused = document.activeElement;
  const place = [...list.children].findIndex((child) => child.contains(focused));
  for (const child of [...list.children]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((child, index) => {
    if (list.children[index] !== child) list.insertBefore(child, list.children[index] ?? null);
  });
  if (place < 0 || !(focused instanceof HTMLElement) || focused === document.activeElement) return;
  if (list.contains(focused)) return focused.focus();
  const near = list.children[Math.min(place, list.children.length - 1)];
  focusOn((near && controlsIn(near)[0]) ?? near ?? list);
}

/**
 * Calls once for many calls within a frame.
 *
 * @param {() => void} action
 */
export function batched(action) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    // A hidden tab has no frames; a timer comes there, too.
    setTimeout(() => {
      waiting = false;
      action();
    }, 16);
  };
}
