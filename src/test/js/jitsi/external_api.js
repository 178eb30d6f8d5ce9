// Made by external-api.mjs from stand-in.mjs and iframe-api.json.
(() => {
/**
 * A stand-in of Jitsi's IFrame API, made from the list of names in iframe-api.json: whatever is not in the list is refused, so
 * that a test cannot pass with an event, a command or a function that Jitsi does not have. The person inside Jitsi, and what
 * others do there, are played through `api.person`.
 *
 * @param {any} list
 * @param {{ without?: string[], enters?: boolean }} [how] `without`: functions that an older Jitsi lacks; `enters`: the person
 *   enters by itself, as without a prejoin page
 */
function standIn(list, { without = [], enters = false } = {}) {
  class JitsiMeetExternalAPI {
    constructor(host, options = {}) {
      if (typeof host !== 'string' || /\/\//.test(host)) throw new Error(`Jitsi takes a host, not ${host}`);
      if (!options.roomName || options.roomName !== options.roomName.toLowerCase()) {
        throw new Error(`lib-jitsi-meet takes no room ${options.roomName}`);
      }
      const room = new Room(list, host, options);
      const api = new Proxy(functions(room), {
        get(target, name) {
          if (name === 'person') return room.person;
          if (typeof name === 'symbol' || name === 'then' || without.includes(name)) return undefined;
          if (!(name in list.functions)) throw new Error(`Jitsi has no function ${name}`);
          return target[name] ?? (() => Promise.resolve(undefined));
        },
      });
      JitsiMeetExternalAPI.instances.push(api);
      if (options.parentNode) room.show(options.parentNode);
      if (enters) setTimeout(() => room.person.enter());
      return api;
    }

    static instances = [];
  }
  return JitsiMeetExternalAPI;
}

/** The functions of the API. Commands and questions reach Jitsi later, in the order in which they were sent. */
function functions(room) {
  const on = (name, listener) => void room.listenersOf(name).push(listener);
  const off = (name, listener) => void room.listeners.set(name, room.listenersOf(name).filter((other) => other !== listener));
  return {
    addListener: on,
    addEventListener: on,
    on,
    removeListener: off,
    removeEventListener: (name) => void room.listeners.delete(name),
    executeCommand: (name, ...values) => {
      const known = room.list.commands[name];
      if (!known) throw new Error(`Jitsi has no command ${name}`);
      if (values.length > (known.arguments?.length ?? values.length)) throw new Error(`Too much for ${name}: ${values}`);
      room.send(() => room.execute(name, values));
    },
    isAudioMuted: () => room.ask(() => !room.microphone),
    isVideoMuted: () => room.ask(() => !room.camera),
    isSharingScreen: () => room.ask(() => room.sharing),
    getRoomsInfo: () => room.ask(() => ({ rooms: [{ isMainRoom: true, id: room.name, participants: room.everybody() }] })),
    getParticipantsInfo: () => room.everybody().map(({ id, ...rest }) => ({ participantId: id, ...rest })),
    getNumberOfParticipants: () => room.everybody().length,
    getSupportedCommands: () => Object.keys(room.list.commands),
    getIFrame: () => room.frame,
    dispose: () => {
      room.listeners.clear();
      room.frame?.remove();
    },
  };
}

/** Jitsi's page: what it shows, what it is told, and what it says. */
class Room {
  microphone = true;
  camera = true;
  sharing = false;
  handRaised = 0;
  entered = false;
  localId = '';
  role = 'moderator';
  others = new Map();
  recordings = new Set();
  listeners = new Map();
  commands = [];
  waiting = null;

  constructor(list, host, options) {
    this.list = list;
    this.host = host;
    this.options = options;
    this.name = options.roomName;
    this.microphone = !options.configOverwrite?.startWithAudioMuted;
    this.camera = !options.configOverwrite?.startWithVideoMuted;
    this.user = userOf(options.jwt);
    this.person = new Person(this);
  }

  listenersOf(name) {
    if (!(name in this.list.events)) throw new Error(`Jitsi has no event ${name}`);
    if (!this.listeners.has(name)) this.listeners.set(name, []);
    return this.listeners.get(name);
  }

  emit(name, payload = {}) {
    const fields = this.list.events[name]?.fields ?? [];
    const unknown = Object.keys(payload).filter((field) => !fields.includes(field));
    if (unknown.length) throw new Error(`Jitsi's ${name} has no ${unknown}`);
    for (const listener of [...this.listenersOf(name)]) listener(payload);
  }

  send(task) {
    if (this.waiting) this.waiting.push(task);
    else queueMicrotask(task);
  }

  ask(question) {
    return new Promise((resolve) => this.send(() => resolve(question())));
  }

  everybody() {
    const local = { id: this.localId, displayName: this.user.name, userContext: { id: this.user.id }, role: this.role };
    return this.entered ? [local, ...this.others.values()] : [];
  }

  execute(name, values) {
    this.commands.push([name, ...values]);
    const { person } = this;
    const effects = {
      toggleAudio: () => person.press('microphone'),
      toggleVideo: () => person.press('camera'),
      toggleShareScreen: () => person.press('share'),
      toggleRaiseHand: () => person.press('hand'),
      hangup: () => person.press('hangup'),
      endConference: () => this.role === 'moderator' && person.press('hangup'),
      startRecording: ([{ mode }]) => this.record(mode, true),
      stopRecording: ([mode]) => this.record(mode, false),
      kickParticipant: ([id]) => this.role === 'moderator' && this.kick(id),
      grantModerator: ([id]) => this.role === 'moderator' && this.others.has(id) && (this.others.get(id).role = 'moderator'),
    };
    effects[name]?.(values);
  }

  record(mode, on) {
    if (this.recordings.has(mode) === on) return;
    if (on) this.recordings.add(mode);
    else this.recordings.delete(mode);
    this.emit('recordingStatusChanged', { on, mode });
  }

  kick(id) {
    if (!this.others.delete(id)) return;
    this.emit('participantKickedOut', { kicked: { id, local: false }, kicker: { id: this.localId } });
    this.emit('participantLeft', { id });
  }

  /** A placeholder with the room's name and buttons, in place of the frame. Styled by properties: a strict CSP allows these. */
  show(parent) {
    const frame = parent.ownerDocument.createElement('div');
    frame.className = 'jitsi-stand-in';
    frame.style.border = '1px solid';
    frame.style.padding = '1em';
    frame.append(`Jitsi: ${this.name}`);
    for (const what of ['microphone', 'camera', 'share', 'hand', 'hangup']) {
      const button = frame.ownerDocument.createElement('button');
      button.type = 'button';
      button.textContent = what;
      button.dataset.jitsi = what;
      button.addEventListener('click', () => this.person.press(what));
      frame.append(button);
    }
    this.frame = parent.appendChild(frame);
  }
}

/** What people do inside Jitsi. */
class Person {
  constructor(room) {
    this.room = room;
  }

  /** What Jitsi was told to do, in order. */
  get commands() {
    return this.room.commands;
  }

  enter(id = Math.random().toString(16).slice(2, 10).padEnd(8, '0'), breakoutRoom = false) {
    const { room } = this;
    room.entered = true;
    room.localId = id;
    room.handRaised = 0;
    room.emit('videoConferenceJoined', { roomName: room.name, id, displayName: room.user.name, breakoutRoom });
  }

  /** Leaves the room as a move to a breakout room, a reload or the first half of a hang-up does. */
  leave() {
    const { room } = this;
    if (!room.entered) return;
    room.entered = false;
    room.others.clear();
    room.emit('videoConferenceLeft');
  }

  press(what) {
    const { room } = this;
    const presses = {
      microphone: () => room.emit('audioMuteStatusChanged', { muted: !(room.microphone = !room.microphone) }),
      camera: () => room.emit('videoMuteStatusChanged', { muted: !(room.camera = !room.camera) }),
      share: () => room.emit('screenSharingStatusChanged', { on: (room.sharing = !room.sharing), details: {} }),
      hand: () => room.emit('raiseHandUpdated', { id: room.localId, handRaised: (room.handRaised = room.handRaised ? 0 : 1) }),
      hangup: () => {
        this.leave();
        room.emit('readyToClose');
      },
    };
    presses[what]();
  }

  /** Somebody else comes in; `userId` is what that person's token carries, unknown to an older Jitsi. */
  meets(id, userId, displayName = id) {
    const other = { id, displayName, role: 'participant', ...(userId === undefined ? {} : { userContext: { id: userId } }) };
    this.room.others.set(id, other);
    const { role, ...payload } = other;
    this.room.emit('participantJoined', payload);
  }

  parts(id) {
    this.room.others.delete(id);
    this.room.emit('participantLeft', { id });
  }

  /** Jitsi says something by itself. */
  says(name, payload) {
    this.room.emit(name, payload);
  }

  /** From now on what is sent to Jitsi waits on its way. */
  hold() {
    this.room.waiting = [];
  }

  release() {
    const waiting = this.room.waiting ?? [];
    this.room.waiting = null;
    for (const task of waiting) this.room.send(task);
  }
}

/** The `context.user` of a token, as Jitsi reads it. */
function userOf(jwt) {
  try {
    const payload = jwt.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (char) => char.charCodeAt(0)))).context.user;
  } catch {
    return { id: undefined, name: undefined };
  }
}

const list = {"events":{"videoConferenceJoined":{"fields":["roomName","id","displayName","breakoutRoom","visitor"]},"videoConferenceLeft":{},"readyToClose":{},"audioMuteStatusChanged":{"fields":["muted"]},"videoMuteStatusChanged":{"fields":["muted"]},"screenSharingStatusChanged":{"fields":["on","details"]},"passwordRequired":{},"errorOccurred":{"fields":["name","type","isFatal"]},"participantJoined":{"fields":["id","displayName","userContext"]},"participantLeft":{"fields":["id"]},"participantKickedOut":{"fields":["kicked","kicker"]},"participantRoleChanged":{"fields":["id","role"]},"participantMuted":{"fields":["participantId","isMuted","mediaType"]},"raiseHandUpdated":{"fields":["id","handRaised"]},"contentSharingParticipantsChanged":{"fields":["data"]},"recordingStatusChanged":{"fields":["on","mode","error","transcription"],"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-events"},"transcribingStatusChanged":{},"transcriptionChunkReceived":{},"dominantSpeakerChanged":{},"breakoutRoomsUpdated":{"fields":["rooms"],"source":"https://github.com/jitsi/jitsi-meet/blob/master/modules/API/API.js"},"incomingMessage":{},"outgoingMessage":{},"moderationStatusChanged":{},"knockingParticipant":{"fields":["participant"]},"conferenceCreatedTimestamp":{}},"commands":{"muteEveryone":{"arguments":["mediaType"]},"muteRemoteParticipant":{},"kickParticipant":{"arguments":["participantID"],"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-commands"},"grantModerator":{"arguments":["participantID"],"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-commands"},"toggleLobby":{"arguments":["bool"]},"password":{"arguments":["str"]},"answerKnockingParticipant":{"arguments":["id","bool"]},"startRecording":{"arguments":["options"],"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-commands"},"stopRecording":{"arguments":["mode"],"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-commands"},"addBreakoutRoom":{"arguments":["name"]},"autoAssignToBreakoutRooms":{},"sendParticipantToRoom":{},"closeBreakoutRoom":{},"removeBreakoutRoom":{},"toggleModeration":{},"askToUnmute":{},"rejectParticipant":{},"endConference":{"arguments":[],"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-commands"},"setMeetingTimer":{"arguments":["duration","elapsed"]},"subject":{},"sendChatMessage":{},"setParticipantProperties":{},"toggleAudio":{"arguments":[],"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-commands"},"toggleVideo":{"arguments":[],"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-commands"},"toggleShareScreen":{"arguments":[],"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-commands"},"toggleRaiseHand":{"arguments":[],"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-commands"},"hangup":{"arguments":[],"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-commands"}},"functions":{"getRoomsInfo":{},"getParticipantsInfo":{},"getSessionId":{},"listBreakoutRooms":{},"executeCommand":{"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-commands"},"addListener":{"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-events"},"removeListener":{"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-events"},"addEventListener":{"source":"https://github.com/jitsi/jitsi-meet/blob/master/modules/API/external/external_api.js"},"removeEventListener":{"source":"https://github.com/jitsi/jitsi-meet/blob/master/modules/API/external/external_api.js"},"on":{"source":"https://github.com/jitsi/jitsi-meet-react-sdk/blob/main/src/components/JitsiMeeting.tsx"},"isAudioMuted":{"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-functions"},"isVideoMuted":{"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-functions"},"isSharingScreen":{"source":"https://github.com/jitsi/jitsi-meet/blob/master/modules/API/external/external_api.js"},"getNumberOfParticipants":{"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-functions"},"getSupportedCommands":{"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-functions"},"getIFrame":{"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-functions"},"dispose":{"source":"https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe-functions"}}};
globalThis.JitsiMeetExternalAPI = standIn(list, { enters: true });
})();
