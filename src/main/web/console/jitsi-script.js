const PATIENCE = 5_000;

/** @type {Map<string, Promise<void>>} */
const loading = new Map();

/**
 * Loads Jitsi's own script from its domain, once. Fails where there is none, or no answer within some seconds.
 *
 * @param {string} domain as `JITSI_DOMAIN` has it
 */
export function loadJitsi(domain) {
  const known = loading.get(domain);
  if (known) return known;
  const loaded = load(`${domain.includes('://') ? domain : `https://${domain}`}/external_api.js`);
  loading.set(domain, loaded);
  loaded.catch(() => loading.delete(domain));
  return loaded;
}

/** @param {string} src @returns {Promise<void>} */
async function load(src) {
  const script = document.createElement('script');
  const answered = new Promise((resolve) => {
    for (const name of ['load', 'error']) script.addEventListener(name, resolve, { once: true });
    setTimeout(resolve, PATIENCE);
  });
  script.src = src;
  document.head.append(script);
  await answered;
  if ('JitsiMeetExternalAPI' in window) return;
  script.remove();
  throw new Error(`${src} did not answer`);
}
