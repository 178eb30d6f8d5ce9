/**
 * Makes external_api.js, the stand-in as the script that a Jitsi serves under that name: `node external-api.mjs`. Pages load it
 * from a stand-in Jitsi's origin; `JitsiMeetExternalAPI.instances` are what was opened.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (name) => new URL(name, import.meta.url);

export function externalApi() {
  const list = JSON.stringify(JSON.parse(readFileSync(here('iframe-api.json'), 'utf8')));
  const code = readFileSync(here('stand-in.mjs'), 'utf8').replace('export function', 'function');
  return `// Made by external-api.mjs from stand-in.mjs and iframe-api.json.
(() => {
${code}
const list = ${list};
globalThis.JitsiMeetExternalAPI = standIn(list, { enters: true });
})();
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(here('external_api.js'), externalApi());
