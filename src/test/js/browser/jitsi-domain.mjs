import http from 'node:http';
import { externalApi } from '../jitsi/external-api.mjs';

/**
 * A Jitsi deployment as far as a page sees one: its script, and nothing else.
 *
 * @param {number} port
 */
export async function jitsiDomain(port) {
  const server = http.createServer((request, response) => {
    const found = request.url === '/external_api.js';
    response.writeHead(found ? 200 : 404, { 'Content-Type': found ? 'text/javascript' : 'text/plain' });
    response.end(found ? externalApi() : '');
  });
  await new Promise((listening) => server.listen(port, '127.0.0.1', () => listening(undefined)));
  return { close: () => server.close() };
}
