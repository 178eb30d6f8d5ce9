/**
 * Makes iframe-api.json, the list of what Jitsi's IFrame API has, from notes about it: `node names.mjs NOTES.md`. The notes'
 * section "A10" names events, commands and functions; what is needed beyond it stands below with its source.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const COMMANDS = 'https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-commands';
const EVENTS = 'https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-events';
const FUNCTIONS = 'https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-functions';
const SOURCE = 'https://github.com/jitsi/jitsi-meet/blob/master/modules/API/external/external_api.js';
const PAGE = 'https://github.com/jitsi/jitsi-meet/blob/master/modules/API/API.js';
const REACT = 'https://github.com/jitsi/jitsi-meet-react-sdk/blob/main/src/components/JitsiMeeting.tsx';

const ADDED = {
  events: {
    recordingStatusChanged: { fields: ['on', 'mode', 'error', 'transcription'], source: EVENTS },
    breakoutRoomsUpdated: { fields: ['rooms'], source: PAGE },
  },
  commands: {
    toggleAudio: { arguments: [], source: COMMANDS },
    toggleVideo: { arguments: [], source: COMMANDS },
    toggleShareScreen: { arguments: [], source: COMMANDS },
    toggleRaiseHand: { arguments: [], source: COMMANDS },
    hangup: { arguments: [], source: COMMANDS },
    endConference: { arguments: [], source: COMMANDS },
    kickParticipant: { arguments: ['participantID'], source: COMMANDS },
    grantModerator: { arguments: ['participantID'], source: COMMANDS },
    startRecording: { arguments: ['options'], source: COMMANDS },
    stopRecording: { arguments: ['mode'], source: COMMANDS },
  },
  functions: {
    executeCommand: { source: COMMANDS },
    addListener: { source: EVENTS },
    removeListener: { source: EVENTS },
    addEventListener: { source: SOURCE },
    removeEventListener: { source: SOURCE },
    on: { source: REACT },
    isAudioMuted: { source: FUNCTIONS },
    isVideoMuted: { source: FUNCTIONS },
    isSharingScreen: { source: SOURCE },
    getNumberOfParticipants: { source: FUNCTIONS },
    getSupportedCommands: { source: FUNCTIONS },
    getIFrame: { source: FUNCTIONS },
    dispose: { source: FUNCTIONS },
  },
};

const section = readFileSync(process.argv[2], 'utf8').split(/^## /m).find((part) => part.startsWith('A10'));
const lines = section.split(/\n- /).map((line) => line.replaceAll(/\*\*/g, '').replaceAll('\n', ' '));
const list = {
  events: named(/^(?:Fire without|About others).*?: (.*)/, 'fields'),
  commands: named(/^Commands[^:]*: (.*?)\. Functions/, 'arguments'),
  functions: named(/Functions: ([^.]*)/),
};
for (const [kind, added] of Object.entries(ADDED)) {
  for (const [name, more] of Object.entries(added)) list[kind][name] = { ...list[kind][name], ...more };
}
const text = Object.entries(list).map(([kind, names]) => `  "${kind}": {\n${Object.entries(names)
  .map(([name, what]) => `    "${name}": ${JSON.stringify(what)}`).join(',\n')}\n  }`).join(',\n');
writeFileSync(new URL('iframe-api.json', import.meta.url), `{\n${text}\n}\n`);

/** `name{field,field}` or `name(argument)` each, separated by commas. */
function named(pattern, fields) {
  const found = lines.map((line) => line.match(pattern)?.[1]).filter(Boolean).flatMap((line) => parts(line));
  return Object.fromEntries(found.map((part) => {
    const [, name, inside] = part.match(/^\s*(\w+)(?:[{(](.*)[)}])?/);
    return [name, fields && inside !== undefined ? { [fields]: parts(inside).map(fieldName) } : {}];
  }));
}

function fieldName(field) {
  return field.trim().match(/^\w+/)[0];
}

/** Splits at commas and slashes that are in no brackets. */
function parts(text) {
  const found = [''];
  let depth = 0;
  for (const char of text) {
    if ('({'.includes(char)) depth++;
    if (')}'.includes(char)) depth--;
    if (depth === 0 && ',/'.includes(char)) found.push('');
    else found[found.length - 1] += char;
  }
  return found;
}
