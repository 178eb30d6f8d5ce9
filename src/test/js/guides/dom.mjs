import vm from 'node:vm';
import { Window } from 'happy-dom';
import { externalApi } from '../jitsi/external-api.mjs';

const NAMES = [
  'navigator', 'document', 'Node', 'Element', 'HTMLElement', 'HTMLIFrameElement', 'HTMLInputElement', 'Event', 'CustomEvent',
  'MouseEvent', 'MutationObserver', 'requestAnimationFrame', 'cancelAnimationFrame', 'getComputedStyle',
];

/** Makes this process a browser's page with these elements, which has loaded the stand-in of Jitsi's external_api.js. */
export async function becomePage(body) {
  const window = new Window({ url: 'http://localhost:8000/' });
  window.document.body.innerHTML = body;
  globalThis.window = window;
  for (const name of NAMES) {
    const isCall = typeof window[name] === 'function' && /^[a-z]/.test(name);
    Object.defineProperty(globalThis, name, { value: isCall ? window[name].bind(window) : window[name], configurable: true });
  }
  vm.runInThisContext(externalApi());
  window.JitsiMeetExternalAPI = globalThis.JitsiMeetExternalAPI;
}
