// Stands for the package socket.io-client where a page shows the calls that Gavel's replace: what is emitted is kept, and
// the listeners hear what the first connection to Gavel hears.
import { frames } from './frames.mjs';

const emitted = [];
const sockets = [];
let first = null;

class Socket {
  #listeners = [];
  connected = true;
  io = this;

  on(name, listener) {
    this.#listeners.push({ name, listener });
    if (name === 'connect') {
      setTimeout(listener);
    }
    return this;
  }

  emit(name, payload, answered) {
    emitted.push({ name, payload, answered });
    return this;
  }

  disconnect() {
    this.connected = false;
    return this;
  }

  hear(event) {
    const of = this.#listeners.filter(({ name }) => name === event.event);
    of.forEach(({ listener }) => listener(event));
  }
}

export function io() {
  const socket = new Socket();
  sockets.push(socket);
  return socket;
}

/** What was emitted here and not sent to Gavel, or with other fields. */
export function notSent() {
  return emitted.filter((emit) => !frames.sent.some((frame) => isTwin(emit, frame))).map(({ name, payload }) => ({ name, payload }));
}

const isTwin = ({ name, payload }, { type, address, body }) =>
  type === 'send' && address === name && Object.keys(payload).every((field) => payload[field] === body[field]);

/** Up to which event of its meeting the first connection was told all by the answer to its join. */
const joinedAt = new Map();
const early = [];

function hear(event) {
  if (event.seq === undefined) {
    tell(event);
  } else if (!joinedAt.has(event.meetingId)) {
    early.push(event);
  } else if (event.seq > joinedAt.get(event.meetingId)) {
    joinedAt.set(event.meetingId, event.seq);
    tell(event);
  }
}

const tell = (event) => sockets.forEach((socket) => socket.hear(event));

function hearAnswer({ address, body }) {
  if (body.snapshot) {
    joinedAt.set(body.snapshot.meeting.id, body.seq);
    early.splice(0).forEach(hear);
  }
  emitted.find(({ replyAddress }) => replyAddress === address)?.answered(body);
}

frames.listeners.add((socket, frame) => {
  first ??= socket;
  if (socket !== first) {
    return;
  }
  if (frame.type === 'send') {
    const twin = emitted.find((emit) => emit.answered && !emit.replyAddress && isTwin(emit, frame));
    if (twin) {
      twin.replyAddress = frame.replyAddress;
    }
  } else if (frame.type === 'rec') {
    if (frame.body.event) {
      hear(frame.body);
    } else {
      hearAnswer(frame);
    }
  }
});
