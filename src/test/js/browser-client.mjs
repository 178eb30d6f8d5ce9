// node browser-client.mjs URL TOKEN MEETING_ID CHROMIUM EMPTY_FOLDER
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { chromium } from 'playwright-core';
import { ARGUMENTS } from './chromium.mjs';
import { obey, tell } from './orders.mjs';
import { relay } from './relay.mjs';

const FILES = {
  '/': ['page.html', 'text/html'],
  '/attend.mjs': ['attend.mjs', 'text/javascript'],
  '/sockjs.js': ['node_modules/sockjs-client/dist/sockjs.min.js', 'text/javascript'],
  '/vertx-eventbus.js': ['node_modules/@vertx/eventbus-bridge-client.js/vertx-eventbus.js', 'text/javascript'],
};

const [serverUrl, token, meetingId, executablePath, folder] = process.argv.slice(2);
const { url, cut } = await relay(serverUrl);

// The page comes from another origin than the event bus, as that of an own frontend does.
const pages = http.createServer(async (request, response) => {
  const [file, type] = FILES[request.url] ?? [];
  response.writeHead(file ? 200 : 404, { 'Content-Type': type ?? 'text/plain' });
  response.end(file && (await readFile(new URL(file, import.meta.url))));
});
await new Promise((listening) => pages.listen(0, '127.0.0.1', listening));

const browser = await chromium.launchPersistentContext(folder, {
  executablePath,
  args: ARGUMENTS,
});
const page = await browser.newPage();
page.on('console', (message) => process.stderr.write(message.text() + '\n'));
page.on('pageerror', (error) => process.stderr.write(error + '\n'));
await page.exposeFunction('tell', tell);
await page.goto(`http://127.0.0.1:${pages.address().port}/`);
await page.evaluate((where) => window.begin(where), { url, token, meetingId: Number(meetingId) });

await obey({ send: (command) => page.evaluate((it) => window.send(it), command), cut });
await browser.close();
process.exit(0);
