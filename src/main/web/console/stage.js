import { attachJitsi, jitsiOptions } from '/client/gavel-client.js';
import { button, fill, h, icon } from './dom.js';
import { tiles } from './tiles.js';
import { failure } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */

const PATIENCE = 5_000;

/** Domains that did not answer: they are not asked again with each meeting, but when somebody wishes. @type {Set<string>} */
const silent = new Set();

/**
 * The video: Jitsi where its domain answers, and word of it where not. All else of a meeting works without.
 *
 * @param {App} app
 * @param {Meeting} meeting
 */
export function stage(app, meeting) {
  const inner = h('div', { class: 'screen' });
  const element = h('section', { class: 'stage', 'aria-label': 'Video', data: { testid: 'stage' } }, inner);
  const domain = meeting.jitsi?.domain ?? '';
  /** @type {any} */
  let api = null;
  let joined = false;
  let over = false;
  let detach = () => {};
  /** @type {ReturnType<typeof tiles> | null} */
  let faces = null;

  const show = async () => {
    element.dataset.jitsi = 'loading';
    fill(inner, h('p', { class: 'muted', role: 'status' }, 'Looking for the video…'));
    try {
      if (!silent.has(domain)) await load(domain);
      if (over || meeting.state.ended) return;
      if (silent.has(domain)) placeholder();
      else await embed();
    } catch {
      silent.add(domain);
      if (!over) placeholder();
    }
  };
  const placeholder = () => {
    element.dataset.jitsi = 'absent';
    faces?.dispose();
    faces = tiles(meeting);
    fill(
      inner,
      faces.element,
      absent(domain, () => (silent.delete(domain), show())),
    );
  };
  const embed = async () => {
    const { host, options } = await jitsiOptions(meeting);
    if (over) return;
    fill(inner);
    api = new /** @type {any} */ (window).JitsiMeetExternalAPI(host, {
      ...options,
      parentNode: inner,
      width: '100%',
      height: '100%',
    });
    element.dataset.jitsi = 'present';
    api.addListener('videoConferenceJoined', () => void (joined = true));
    api.addListener('videoConferenceLeft', () => void (joined = false));
    detach = attachJitsi(api, meeting, { onError: (error) => app.toast(failure(error), 'error'), onEnded: clear });
  };
  const clear = () => {
    detach();
    detach = () => {};
    joined = false;
    api?.dispose?.();
    api = null;
  };
  show();
  return {
    element,
    isJoined: () => joined,
    /** Asks Jitsi to do it, which tells the stream; false where there is no Jitsi to ask. @param {string} command @param {unknown[]} values */
    command(command, ...values) {
      if (!joined || !api) return false;
      api.executeCommand(command, ...values);
      return true;
    },
    dispose() {
      over = true;
      faces?.dispose();
      clear();
    },
  };
}

/** @param {string} domain @param {() => void} retry */
function absent(domain, retry) {
  const host = domain.replace(/^https?:\/\//, '');
  return h(
    'p',
    { class: 'absent', data: { testid: 'no-video' } },
    icon('camera-off'),
    h('span', {}, `No video: ${host} does not answer. All else here is live.`),
    button({ label: 'Look again', class: 'small' }, retry),
  );
}

/** @type {Map<string, Promise<void>>} */
const loading = new Map();

/** Loads Jitsi's own script from its domain, once. @param {string} domain */
function load(domain) {
  const known = loading.get(domain);
  if (known) return known;
  const script = document.createElement('script');
  const loaded = new Promise((/** @type {(value: void) => void} */ resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no answer')), PATIENCE);
    script.addEventListener(
      'load',
      () => (clearTimeout(late), 'JitsiMeetExternalAPI' in window ? resolve() : reject(new Error('not Jitsi'))),
    );
    script.addEventListener('error', () => (clearTimeout(late), reject(new Error('unreachable'))));
    script.src = `${domain.includes('://') ? domain : `https://${domain}`}/external_api.js`;
    document.head.append(script);
  }).catch((error) => {
    script.remove();
    loading.delete(domain);
    throw error;
  });
  loading.set(domain, loaded);
  return loaded;
}
