import { batched, button, fill, h, icon } from './dom.js';
import { askCancel, askEnd } from './meeting-parts.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').Attendee} Attendee */
/** @typedef {import('./stage.js').Stage} Stage */
/** @typedef {import('/client/gavel-client.js').MeetingCommands} Commands */

/**
 * Something of one's own that is on or off. `jitsi` is Jitsi's command for it.
 *
 * @typedef {object} Own
 * @property {string} name
 * @property {string[]} icons on, off
 * @property {string} jitsi
 * @property {(me: Readonly<Attendee>) => boolean} isOn
 * @property {(on: boolean) => [keyof Commands, any?]} command
 */

/** @type {Own[]} */
const OWN = [
  {
    name: 'Microphone',
    icons: ['mic', 'mic-off'],
    jitsi: 'toggleAudio',
    isOn: (me) => !me.isMuted,
    command: (on) => ['meeting_audio_status', { isMuted: !on }],
  },
  {
    name: 'Camera',
    icons: ['camera', 'camera-off'],
    jitsi: 'toggleVideo',
    isOn: (me) => me.isVideoOn,
    command: (on) => ['meeting_video_status', { isVideoOn: on }],
  },
  {
    name: 'Share screen',
    icons: ['share', 'share'],
    jitsi: 'toggleShareScreen',
    isOn: (me) => me.isSharingScreen,
    command: (on) => [on ? 'meeting_screen_share_started' : 'meeting_screen_share_stopped'],
  },
  {
    name: 'Raise hand',
    icons: ['hand', 'hand'],
    jitsi: 'toggleRaiseHand',
    isOn: (me) => me.isHandRaised,
    command: (on) => [on ? 'meeting_hand_raised' : 'meeting_hand_lowered'],
  },
];

/** @type {Record<string, string>} */
const ROLES = {
  Host: 'You are the host now.',
  Moderator: 'You are a moderator now: you can mute others, lower hands and record.',
  Participant: 'You are a participant now: what is for everyone is up to others.',
};

/**
 * What one does in a meeting: for oneself, and for all as Host or Moderator. Where Jitsi is there it is asked, and tells the
 * stream; else the stream is told.
 */
export class Controls {
  #app;
  #meeting;
  #stage;
  #ends;
  #own = OWN.map((kind) => ({ kind, pressed: button(lookOf(kind), () => this.#toggle(kind)) }));
  #muteAll = button({ label: 'Mute everyone', icon: 'mic-off', class: 'control' }, () =>
    this.#emit(this.#muteAll, 'meeting_mute_all'),
  );
  #record = button({ label: 'Record', icon: 'record', class: 'control', 'aria-pressed': 'false' }, () =>
    this.#recordOrStop(),
  );
  #cancel = button({ label: 'Cancel the meeting', text: 'Cancel', icon: 'trash', class: 'control' }, () =>
    this.#ask(this.#cancel, askCancel),
  );
  #end = button({ label: 'End for everyone', text: 'End', icon: 'close', class: 'control danger' }, () => this.#ask(this.#end, askEnd));
  #leading = h('div', { role: 'group', 'aria-label': 'For everyone' });
  #shown = '';

  /** @param {App} app @param {Meeting} meeting @param {Stage} stage */
  constructor(app, meeting, stage) {
    this.#app = app;
    this.#meeting = meeting;
    this.#stage = stage;
    const own = h('div', { role: 'group', 'aria-label': 'Yours' }, ...this.#own.map(({ pressed }) => pressed));
    this.element = h('div', { class: 'controls' }, own, this.#leading);
    this.#ends = [
      meeting.on(
        'state',
        batched(() => this.#show()),
      ),
      meeting.on('mute_requested', (event) => this.#muteRequested(event)),
      meeting.on('role_changed', (event) => this.#roleChanged(event)),
    ];
    this.#show();
  }

  dispose() {
    this.#ends.forEach((end) => end());
  }

  #me() {
    return this.#meeting.state.participants.find((one) => one.userId === this.#meeting.userId);
  }

  /**
   * Sends it; its button waits until it is answered, and takes no other press meanwhile.
   *
   * @param {HTMLButtonElement} pressed
   * @param {keyof Commands} name
   * @param {any} [body]
   */
  async #emit(pressed, name, body = {}) {
    if (pressed.ariaBusy === 'true') return;
    pressed.ariaBusy = 'true';
    pressed.title = 'Sent, and not answered yet';
    await this.#meeting.emit(name, body).catch((error) => this.#failed(error, pressed));
    pressed.ariaBusy = null;
    pressed.title = '';
  }

  /** Who is out is told so at the stage. @param {any} error @param {HTMLButtonElement} pressed */
  #failed(error, pressed) {
    if (error.code !== 'CLOSED') this.#app.failed(error, pressed.getAttribute('aria-label') ?? pressed.textContent ?? '');
  }

  /** @param {HTMLButtonElement} pressed @param {(app: App, meetingId: number) => Promise<boolean>} ask */
  async #ask(pressed, ask) {
    await ask(this.#app, this.#meeting.id).catch((error) => this.#failed(error, pressed));
  }

  /** @param {Own} kind */
  async #toggle(kind) {
    const me = this.#me();
    if (me && !this.#stage.command(kind.jitsi)) await this.#emit(this.#buttonOf(kind), ...kind.command(!kind.isOn(me)));
  }

  /** @param {Own} kind */
  #buttonOf(kind) {
    return /** @type {{pressed: HTMLButtonElement}} */ (this.#own.find((one) => one.kind === kind)).pressed;
  }

  async #recordOrStop() {
    const on = this.#meeting.state.recording !== null;
    const asked = on
      ? this.#stage.command('stopRecording', 'file')
      : this.#stage.command('startRecording', { mode: 'file' });
    if (!asked) await this.#emit(this.#record, on ? 'meeting_recording_stopped' : 'meeting_recording_started');
  }

  /** Without Jitsi, which mutes itself, the page does what was asked. @param {{userId: string | null, by: string}} event */
  #muteRequested({ userId, by }) {
    const me = this.#meeting.userId;
    const meant = userId === null ? this.#meeting.role === 'Participant' : userId === me;
    if (!meant || by === me) return;
    if (this.#me()?.isMuted === false && !this.#stage.isJoined)
      this.#meeting.emit('meeting_audio_status', { isMuted: true }).catch((error) => this.#app.failed(error, 'Microphone'));
    this.#app.toast('You were muted. Unmute when you want to speak.', 'news');
  }

  /** @param {{userId: string, role: string}} event */
  #roleChanged({ userId, role }) {
    if (userId === this.#meeting.userId) this.#app.toast(ROLES[role] ?? `You are ${role} now.`);
  }

  #show() {
    const { state, role } = this.#meeting;
    const me = state.ended ? undefined : this.#me();
    for (const { kind, pressed } of this.#own) {
      pressed.disabled = !me;
      press(pressed, me !== undefined && kind.isOn(me), kind.icons);
    }
    this.#record.setAttribute('aria-pressed', String(state.recording !== null));
    const leads = !state.ended && (role === 'Host' || role === 'Moderator');
    const host = leads && role === 'Host';
    const wanted = [
      leads && this.#muteAll,
      leads && state.meeting.recordingEnabled && this.#record,
      host && this.#cancel,
      host && this.#end,
    ];
    const names = wanted.map((one) => (one ? one.textContent : '')).join();
    // Made anew they would lose the focus.
    if (names !== this.#shown) fill(this.#leading, ...wanted.map((one) => one || null));
    this.#shown = names;
  }
}

/** @param {Own} kind */
function lookOf({ name, icons }) {
  return { label: name, icon: icons[1], class: 'control', 'aria-pressed': 'false' };
}

/** @param {HTMLButtonElement} pressed @param {boolean} on @param {string[]} icons */
function press(pressed, on, icons) {
  if (pressed.getAttribute('aria-pressed') === String(on)) return;
  pressed.setAttribute('aria-pressed', String(on));
  pressed.querySelector('svg')?.replaceWith(icon(icons[on ? 0 : 1] ?? ''));
}
