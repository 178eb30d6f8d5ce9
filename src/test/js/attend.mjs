/**
 * Somebody in a meeting, as a page would do it with the client library as it is: registers and joins whenever the
 * connection opens, and takes each event once.
 *
 * @param EventBus of @vertx/eventbus-bridge-client.js
 * @param where {url, token, meetingId}
 * @param tell is called with what happens: {open}, {event}, {joined}, {answer}, {error}, {refused}, {closing}, {closed}
 * @returns a function that sends a command: ({address, body})
 */
export function attend(EventBus, { url, token, meetingId }, tell) {
  let last = 0;
  let session = {};
  let early = [];

  const bus = new EventBus(`${url}/eventbus?access_token=${token}`, {
    vertxbus_reconnect_delay_min: 100,
    vertxbus_reconnect_delay_max: 500,
  });
  bus.enableReconnect(true);
  bus.onerror = (frame) => tell({ closing: frame });
  bus.onclose = () => tell({ closed: true });
  bus.onopen = () => {
    tell({ open: true });
    early = [];
    bus.registerHandler(`meeting.${meetingId}`, (error, message) => {
      if (error) {
        tell({ refused: error });
      } else if (early) {
        early.push(message.body);
      } else {
        take(message.body);
      }
    });
    bus.send('join_meeting_room', { meetingId, afterSeq: last, ...session }, (error, answer) => {
      if (error) {
        tell({ error, address: 'join_meeting_room' });
        return;
      }
      const { sessionId, epoch, events } = answer.body;
      session = { sessionId, epoch };
      [...events, ...early].forEach(take);
      early = null;
      tell({ joined: answer.body });
    });
  };

  function take(event) {
    if (event.seq <= last) {
      return;
    }
    last = event.seq;
    tell({ event });
  }

  return ({ address, body }) =>
    bus.send(address, body, (error, answer) =>
      tell(error ? { error, address } : { answer: answer.body, address }),
    );
}
