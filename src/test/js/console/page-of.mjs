import { Window } from 'happy-dom';

const NAMES = [
  'Node',
  'Element',
  'HTMLElement',
  'HTMLInputElement',
  'HTMLSelectElement',
  'HTMLTextAreaElement',
  'Event',
  'document',
];

/** Makes a page of the names that a browser gives to modules, with what the console's own page has around them. */
export function page() {
  const window = new Window();
  for (const name of NAMES) globalThis[name] = window[name];
  document.body.innerHTML = '<main><h1>Page</h1><section><h2>Part</h2><div id="part"></div></section></main>';
  document.body.innerHTML += '<div id="toasts"></div><div id="said"></div>';
  return window;
}
