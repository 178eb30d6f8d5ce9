import { batched, button, fill, h, icon } from './dom.js';
import { askCancel, askEnd } from './meeting-parts.js';
import { failure } from './words.js';

/** @typedef {import('./types.js').App} App */
/** @typedef {import('./types.js').Meeting} Meeting */
/** @typedef {import('./types.js').Attendee} Attendee */
/** @typedef {import('/client/gavel-client.js').MeetingCommands} Commands */
/** @typedef {{isJoined: () => boolean, command: (command: string, ...values: unknown[]) => boolean}} Jitsi */

/**
 * What one does in a meeting: for oneself, and for all as Host or Moderator. Where Jitsi is there it is asked, and tells the
 * stream; else the stream is told.
 *
 * @param {App} app
 * @param {Meeting} meeting
 * @param {Jitsi} jitsi
 */
export function controls(app, meeting, jitsi) {
  const failed = (/** @type {unknown} */ error) => app.toast(failure(error), 'error');
  /** @param {keyof Commands} name @param {any} [body] */
  const emit = (name, body = {}) => meeting.emit(name, body).then(() => {}, failed);
  const mine = ownButtons(meeting, jitsi, emit);
  const all = leading(app, meeting, jitsi, emit);
  const element = h(
    'div',
    { class: 'controls' },
    h('div', { role: 'group', 'aria-label': 'Yours' }, ...mine.buttons),
    all.element,
  );
  const show = () => {
    mine.show();
    all.show();
  };
  const ends = [
    meeting.on('state', batched(show)),
    meeting.on('mute_requested', ({ userId, by }) => {
      if (by === meeting.userId || !(userId === meeting.userId || (userId === null && meeting.role === 'Participant')))
        return;
      if (own(meeting)?.isMuted === false && !jitsi.isJoined()) emit('meeting_audio_status', { isMuted: true });
      app.toast('You were muted. Unmute when you want to speak.', 'news');
    }),
  ];
  show();
  return { element, dispose: () => ends.forEach((end) => end()) };
}

/** @param {Meeting} meeting @returns {Attendee | undefined} */
const own = (meeting) => meeting.state.participants.find((one) => one.userId === meeting.userId);

/**
 * @param {Meeting} meeting
 * @param {Jitsi} jitsi
 * @param {(name: keyof Commands, body?: any) => Promise<void>} emit
 */
function ownButtons(meeting, jitsi, emit) {
  /** @type {{name: string, icons: [string, string], on: (me: Attendee) => boolean, jitsi: string, emit: (on: boolean) => Promise<void>}[]} */
  const kinds = [
    {
      name: 'Microphone',
      icons: ['mic', 'mic-off'],
      on: (me) => !me.isMuted,
      jitsi: 'toggleAudio',
      emit: (on) => emit('meeting_audio_status', { isMuted: !on }),
    },
    {
      name: 'Camera',
      icons: ['camera', 'camera-off'],
      on: (me) => me.isVideoOn,
      jitsi: 'toggleVideo',
      emit: (on) => emit('meeting_video_status', { isVideoOn: on }),
    },
    {
      name: 'Share screen',
      icons: ['share', 'share'],
      on: (me) => me.isSharingScreen,
      jitsi: 'toggleShareScreen',
      emit: (on) => emit(on ? 'meeting_screen_share_started' : 'meeting_screen_share_stopped'),
    },
    {
      name: 'Raise hand',
      icons: ['hand', 'hand'],
      on: (me) => me.isHandRaised,
      jitsi: 'toggleRaiseHand',
      emit: (on) => emit(on ? 'meeting_hand_raised' : 'meeting_hand_lowered'),
    },
  ];
  const buttons = kinds.map((kind) => ({
    kind,
    one: button({ label: kind.name, icon: kind.icons[1], class: 'control', 'aria-pressed': 'false' }, async () => {
      const me = own(meeting);
      if (me && !jitsi.command(kind.jitsi)) await kind.emit(!kind.on(me));
    }),
  }));
  return {
    buttons: buttons.map(({ one }) => one),
    show() {
      const me = own(meeting);
      for (const { kind, one } of buttons)
        press(one, me !== undefined && kind.on(me), kind.icons, !me || meeting.state.ended !== null);
    },
  };
}

/** @param {HTMLButtonElement} pressed @param {boolean} on @param {[string, string]} icons @param {boolean} disabled */
function press(pressed, on, icons, disabled) {
  pressed.disabled = disabled;
  if (pressed.getAttribute('aria-pressed') === String(on)) return;
  pressed.setAttribute('aria-pressed', String(on));
  pressed.querySelector('svg')?.replaceWith(icon(icons[on ? 0 : 1]));
}

/**
 * @param {App} app
 * @param {Meeting} meeting
 * @param {Jitsi} jitsi
 * @param {(name: keyof Commands, body?: any) => Promise<void>} emit
 */
function leading(app, meeting, jitsi, emit) {
  const failed = (/** @type {unknown} */ error) => app.toast(failure(error), 'error');
  const muteAll = button({ label: 'Mute everyone', icon: 'mic-off', class: 'control' }, () => emit('meeting_mute_all'));
  const record = button({ label: 'Record', icon: 'record', class: 'control', 'aria-pressed': 'false' }, () => {
    const on = meeting.state.recording !== null;
    if (jitsi.command(on ? 'stopRecording' : 'startRecording', on ? 'file' : { mode: 'file' })) return;
    return emit(on ? 'meeting_recording_stopped' : 'meeting_recording_started');
  });
  const end = button({ label: 'End for everyone', text: 'End', icon: 'close', class: 'control danger' }, () =>
    askEnd(app, meeting.id).catch(failed),
  );
  const cancel = button({ label: 'Cancel the meeting', text: 'Cancel', icon: 'trash', class: 'control' }, () =>
    askCancel(app, meeting.id).catch(failed),
  );
  const element = h('div', { role: 'group', 'aria-label': 'For everyone' });
  let shown = '';
  return {
    element,
    show() {
      const { state, role } = meeting;
      const leads = role === 'Host' || role === 'Moderator';
      const wanted =
        state.ended || !leads
          ? []
          : [muteAll, ...(state.meeting.recordingEnabled ? [record] : []), ...(role === 'Host' ? [cancel, end] : [])];
      const names = wanted.map((one) => one.textContent).join();
      if (names !== shown) fill(element, ...wanted);
      shown = names;
      record.setAttribute('aria-pressed', String(state.recording !== null));
    },
  };
}
