import net from 'node:net';

/**
 * A way to a server on this machine that can be cut.
 *
 * @returns {url, cut, close}: cut() ends all connections without a goodbye; new ones go through again, until close()
 */
export async function relay(serverUrl) {
  const { hostname, port } = new URL(serverUrl);
  const open = new Set();
  const server = net.createServer((near) => {
    const far = net.connect(port, hostname);
    for (const [socket, other] of [[near, far], [far, near]]) {
      open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    cut: () => open.forEach((socket) => socket.resetAndDestroy()),
    close: () => {
      open.forEach((socket) => socket.destroy());
      server.close();
    },
  };
}
