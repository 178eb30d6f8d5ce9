import { readFile } from 'node:fs/promises';
import http from 'node:http';

const SCRIPT = new URL('../jitsi/external_api.js', import.meta.url);

/**
 * A Jitsi deployment as far as a page sees one: its script, and nothing else.
 *
 * @param {number} port
 */
export async function jitsiDomain(port) {
  const server = http.createServer(async (request, response) => {
    const found = request.url === '/external_api.js';
    response.writeHead(found ? 200 : 404, { 'Content-Type': found ? 'text/javascript' : 'text/plain' });
    response.end(found && (await readFile(SCRIPT)));
  });
  await new Promise((listening) => server.listen(port, '127.0.0.1', () => listening(undefined)));
  return { close: () => server.close() };
}
