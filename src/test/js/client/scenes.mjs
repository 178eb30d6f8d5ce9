/** Ada, connected. */
export async function connected(stage, options, url) {
  const gavel = stage.client(options, url);
  await stage.until(gavel.ready);
  return gavel;
}

/** Ada inside the meeting, and all that she hears. */
export async function inside(stage, options) {
  const gavel = await connected(stage, options);
  const meeting = await stage.until(gavel.join(1));
  const heard = [];
  meeting.on('event', (event) => heard.push(event));
  return { gavel, meeting, heard };
}

/** Tokens ada#1, ada#2, …: which one was given when. */
export function tokens(stage) {
  const given = [];
  const getToken = () => {
    given.push(stage.now);
    return `ada#${given.length}`;
  };
  return { given, getToken };
}

/** The calls for tickets. */
export const tickets = (stage) => stage.calls.filter(({ path }) => path === '/api/ticket');

/** What was sent to this address, over all connections. */
export const sent = (stage, address) =>
  stage.sockets.flatMap((socket) => socket.sent).filter((frame) => frame.address === address);

/** So many events, and the time that they take. */
export async function happen(stage, times) {
  for (let count = 0; count < times; count++) {
    stage.node.add('mute_requested', { userId: null, by: 'ben' });
  }
  await stage.pass(100);
}

export const seqs = (events) => events.map(({ seq }) => seq);
