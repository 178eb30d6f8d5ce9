/** @typedef {import('./gavel-client.js').Meeting} Meeting */

/** A person may look at the camera and the name before entering, and only then does Jitsi read the token. */
const SHORTEST_LIFE = 5 * 60 * 1000;

/** The answers whose token went to a Jitsi before. @type {WeakSet<object>} */
const used = new WeakSet();

/**
 * The options of `new JitsiMeetExternalAPI(host, …)`, and from where to load that, for this meeting, its token fresh: joins
 * again where the token has little time left, and for every Jitsi after the first, as a reloaded one has lost it.
 *
 * @param {Meeting} meeting
 * @param {Record<string, unknown>} [more] what else Jitsi is to be given: `parentNode`, `configOverwrite`, …
 * @returns {Promise<{ host: string, script: string, options: Record<string, unknown> }>}
 */
export async function jitsiOptions(meeting, more = {}) {
  let { jitsi } = meeting;
  const isStale = !jitsi || used.has(jitsi) || Date.parse(jitsi.tokenExpiresAt) - Date.now() < SHORTEST_LIFE;
  if (!jitsi || isStale) jitsi = await meeting.renewJitsi();
  used.add(jitsi);
  // The token names the room in lower case, and lib-jitsi-meet takes no other.
  const room = jitsi.roomName.toLowerCase();
  // In Jitsi as a Service rooms are below the tenant, and so is the script.
  const { tenant } = jitsi;
  const roomName = tenant ? `${tenant}/${room}` : room;
  const host = hostOf(jitsi.domain);
  const script = `${schemeOf(jitsi.domain)}://${host}/${tenant ? `${tenant}/` : ''}external_api.js`;
  return { host, script, options: { ...more, roomName, jwt: jitsi.jitsiToken } };
}

/** @param {string} domain */
function schemeOf(domain) {
  return /^http:/i.test(domain) ? 'http' : 'https';
}

/** Jitsi wants no scheme; a path is kept, as a tenant may be in it. @param {string} domain */
function hostOf(domain) {
  return domain.replace(/^[a-z]+:\/\//i, '').replace(/\/+$/, '');
}
