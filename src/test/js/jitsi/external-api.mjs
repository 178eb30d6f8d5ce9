import { readFileSync } from 'node:fs';

const here = (name) => new URL(name, import.meta.url);

/**
 * The stand-in as the script external_api.js, which a Jitsi serves. Pages load it from a stand-in Jitsi's origin;
 * `JitsiMeetExternalAPI.instances` are what was opened.
 */
export function externalApi() {
  const list = JSON.stringify(JSON.parse(readFileSync(here('iframe-api.json'), 'utf8')));
  const code = readFileSync(here('stand-in.mjs'), 'utf8').replace('export function', 'function');
  return `(() => {
${code}
const list = ${list};
globalThis.JitsiMeetExternalAPI = standIn(list, { enters: true });
})();
`;
}
