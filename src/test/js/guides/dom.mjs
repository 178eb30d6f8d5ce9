import { Window } from 'happy-dom';

const NAMES = [
  'navigator', 'document', 'Node', 'Element', 'HTMLElement', 'HTMLIFrameElement', 'HTMLInputElement', 'Event', 'CustomEvent', 'MouseEvent',
  'MutationObserver', 'requestAnimationFrame', 'cancelAnimationFrame', 'getComputedStyle',
];

/** Makes this process a page: with the elements of `body`, and Jitsi's own class in place. */
export function becomePage(body, jitsiClass) {
  const window = new Window({ url: 'http://localhost:8000/' });
  window.document.body.innerHTML = body;
  globalThis.window = window;
  for (const name of NAMES) {
    const isCall = typeof window[name] === 'function' && /^[a-z]/.test(name);
    Object.defineProperty(globalThis, name, { value: isCall ? window[name].bind(window) : window[name], configurable: true });
  }
  globalThis.JitsiMeetExternalAPI = window.JitsiMeetExternalAPI = jitsiClass;
}
