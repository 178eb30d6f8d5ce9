import { WebSocket } from 'ws';

/** What the sockets of this process send and hear, frame by frame, while they are FramesWebSockets. */
export const frames = { sent: [], heard: [], listeners: new Set() };

export class FramesWebSocket extends WebSocket {
  constructor(...where) {
    super(...where);
    this.on('message', (data) => note(this, frames.heard, data));
  }

  send(data, ...more) {
    note(this, frames.sent, data);
    super.send(data, ...more);
  }
}

function note(socket, list, data) {
  const frame = JSON.parse(String(data));
  list.push(frame);
  frames.listeners.forEach((listener) => listener(socket, frame));
}
