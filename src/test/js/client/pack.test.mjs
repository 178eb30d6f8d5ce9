import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as client from '../../../main/web/gavel-client.js';
import { project } from './pack.mjs';

test('the package holds the client, its types and a page about it, and can be imported where it is installed', async (t) => {
  const installed = await project();
  t.after(installed.remove);

  const names = await installed.node("import * as client from 'gavel-client'; console.log(Object.keys(client).join());");

  assert.equal(names, Object.keys(client).join());
  assert.ok(['README.md', 'gavel-client.d.ts', 'gavel-client.js'].every((file) => installed.files.includes(file)));
  assert.deepEqual(installed.files.filter((file) => file.startsWith('console')), []);
});

test('where there is no WebSocket it says what is missing', async (t) => {
  const installed = await project();
  t.after(installed.remove);

  const said = await installed.node(`
    import { connect } from 'gavel-client';
    delete globalThis.WebSocket;
    delete process.getBuiltinModule;
    const ticket = { ticket: 't', expiresAt: new Date().toISOString() };
    const fetch = async () => new Response(JSON.stringify(ticket), { status: 201 });
    await connect('http://localhost', { token: 't', fetch }).ready.catch(({ code, message }) => console.log(message));
  `);

  assert.match(said, /^NO_WEBSOCKET: .*options.WebSocket/);
});
