import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { NodeSocket } from '../../../main/web/node-socket.js';

const servers = [];
after(() => servers.forEach((server) => server.close()));

/** A server of the package `ws`, and a socket to it that is open. */
async function pair(options = {}) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, ...options });
  servers.push(server);
  await once(server, 'listening');
  const connected = once(server, 'connection');
  const socket = new NodeSocket(`ws://127.0.0.1:${server.address().port}/eventbus/websocket?ticket=t`);
  await new Promise((resolve) => (socket.onopen = resolve));
  const [peer, request] = await connected;
  return { socket, peer, request };
}

const next = (socket) => new Promise((resolve) => (socket.onmessage = ({ data }) => resolve(data)));
const end = (socket) => new Promise((resolve) => (socket.onclose = resolve));

for (const length of [0, 1, 125, 126, 65_535, 65_536, 300_000]) {
  test(`a text of ${length} bytes arrives both ways as it is`, async () => {
    const { socket, peer } = await pair();
    const text = 'é'.repeat(length / 2) + 'x'.repeat(length % 2);
    peer.on('message', (data) => peer.send(data.toString()));
    const answer = next(socket);

    socket.send(text);

    assert.equal(await answer, text);
    socket.close();
  });
}

test('a message in parts, with a ping between them, is one message', async () => {
  const { socket, peer } = await pair();
  const heard = next(socket);
  const pong = once(peer, 'pong');

  peer.send('one ', { fin: false });
  peer.ping('still there?');
  peer.send('message', { fin: true });

  assert.equal(await heard, 'one message');
  assert.equal(String((await pong)[0]), 'still there?');
  socket.close();
});

test('frames that come in single bytes are put together', async () => {
  const { socket, peer } = await pair();
  const heard = next(socket);

  for (const byte of Buffer.from([0x81, 5, ...Buffer.from('hello')])) {
    peer._socket.write(Buffer.from([byte]));
    await new Promise(setImmediate);
  }

  assert.equal(await heard, 'hello');
  socket.close();
});

test('the peer is asked at the address, with its query', async () => {
  const { socket, request } = await pair();

  assert.equal(request.url, '/eventbus/websocket?ticket=t');
  socket.close();
});

test('a code and word of the peer are told', async () => {
  const { socket, peer } = await pair();
  const ended = end(socket);

  peer.close(4012, 'draining');

  assert.deepEqual(await ended, { code: 4012, reason: 'draining' });
});

test('whoever closes is seen to have gone in order', async () => {
  const { socket, peer } = await pair();
  const gone = once(peer, 'close');

  socket.close();

  assert.equal((await gone)[0], 1000);
});

test('a peer that dies is 1006', async () => {
  const { socket, peer } = await pair();
  const ended = end(socket);

  peer.terminate();

  assert.equal((await ended).code, 1006);
});

test('what a peer sends with its handshake and closes after is heard, and so is its end', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  servers.push(server);
  server.on('connection', (peer) => {
    peer.send('too many');
    peer.close(4012, 'draining');
  });
  await once(server, 'listening');
  const socket = new NodeSocket(`ws://127.0.0.1:${server.address().port}/`);
  const [heard, ended] = [next(socket), end(socket)];

  assert.equal(await heard, 'too many');
  assert.equal((await ended).code, 4012);
});

test('a frame that breaks the protocol ends it', async () => {
  const { socket, peer } = await pair();
  const ended = end(socket);
  const gone = once(peer, 'close');

  peer._socket.write(Buffer.from([0xf1, 1, 0x78]));

  assert.equal((await ended).code, 1006);
  assert.equal((await gone)[0], 1002);
});

test('a refused handshake is an end without an opening', async () => {
  const server = http.createServer((request, response) => response.writeHead(429, { 'Retry-After': 1 }).end());
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = new NodeSocket(`ws://127.0.0.1:${server.address().port}/`);
  const faults = [];
  socket.onerror = (error) => faults.push(String(error));
  socket.onopen = () => assert.fail('it opened');

  assert.equal((await end(socket)).code, 1006);
  assert.match(faults[0], /429/);
});

test('an answer to another key is no WebSocket', async () => {
  const server = http.createServer();
  servers.push(server);
  server.on('upgrade', (request, stream) => {
    stream.on('end', () => stream.end());
    stream.write('HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = new NodeSocket(`ws://127.0.0.1:${server.address().port}/`);
  socket.onopen = () => assert.fail('it opened');

  assert.equal((await end(socket)).code, 1006);
});

test('closed before it is open, it never opens', async () => {
  const other = await pair();
  const socket = new NodeSocket(`ws://127.0.0.1:${other.peer._socket.localPort}/`);
  socket.onopen = () => assert.fail('it opened');
  const ended = end(socket);

  socket.close();

  assert.equal((await ended).code, 1006);
  other.socket.close();
});
