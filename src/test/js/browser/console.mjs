// node --test console.mjs, with GAVEL_URL (a balancer), GAVEL_NODES ([{pid, url}]), JITSI_PORT, CHROMIUM and PICTURES
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import WebSocket from 'ws';
import { connect } from '../../../main/web/gavel-client.js';
import { agree, isLive, node, person, shows, signIn } from './console-page.mjs';
import { jitsiDomain } from './jitsi-domain.mjs';
import { browser } from './windows.mjs';

const { GAVEL_URL: url = '', CHROMIUM: chromium = '', JITSI_PORT, PICTURES = '.' } = process.env;
/** @type {{pid: number, url: string}[]} */
const nodes = JSON.parse(process.env.GAVEL_NODES ?? '[]');
const SIZE = { viewport: { width: 1280, height: 800 } };

/** @type {Awaited<ReturnType<typeof browser>>} */
let windows;
/** @type {Awaited<ReturnType<typeof jitsiDomain>>} */
let jitsi;

before(async () => {
  jitsi = await jitsiDomain(Number(JITSI_PORT));
  windows = await browser(chromium);
});

after(async () => {
  await windows?.close();
  jitsi?.close();
});

/** A node makes tokens for its own machine, never through a balancer. @param {string} userId @param {string} name */
async function tokenOf(userId, name) {
  const answer = await fetch(`${nodes[0].url}/dev/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ userId, name }),
  });
  return (await answer.json()).token;
}

/** The process of the node of this name. @param {string} name @param {string} token */
async function processOf(name, token) {
  for (const { pid, url } of nodes) {
    const gavel = connect(url, { token, WebSocket });
    const connection = await gavel.ready;
    gavel.close();
    if (connection.node === name) {
      return pid;
    }
  }
  throw new Error(`no node is ${name}`);
}

/** @param {import('playwright-core').Page} page @param {string} name */
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

/** @param {import('playwright-core').Page} page @param {string} name */
const picture = (page, name) => page.screenshot({ path: path.join(PICTURES, `${name}.png`) });

test('two people on two nodes see the same, also when one node is killed, until the host ends it', async (t) => {
  const tokens = { ada: await tokenOf('ada', 'Ada Nguyen'), ben: await tokenOf('ben', 'Ben Okafor') };
  const [adas, bens] = [await windows.window({ ...SIZE, colorScheme: 'light' }), await windows.window({ ...SIZE, colorScheme: 'dark' })];
  const [ada, ben] = [adas.page, bens.page];
  let place = '';

  await t.test('both sign in', async () => {
    await signIn(ada, url, tokens.ada);
    await signIn(ben, url, tokens.ben);
    await Promise.all([isLive(ada), isLive(ben)]);
  });

  await t.test('who is invited is told at once', async () => {
    await ada.getByRole('link', { name: 'New meeting' }).first().click();
    await ada.getByLabel('Title').fill('Interview: backend engineer');
    await ada.getByLabel('People').fill('ben, chi');
    await ada.getByLabel('Recording is allowed').check();
    await press(ada, 'Create');
    await ada.getByRole('link', { name: 'Start and join' }).waitFor();
    place = new URL(ada.url()).hash;

    await ben.getByRole('button', { name: 'Notifications, 1 unread' }).click();
    await ben.getByRole('link', { name: /Ada Nguyen invites you to/ }).click();
    await ben.getByRole('heading', { name: 'Interview: backend engineer' }).waitFor();
  });

  await t.test('both come in, each by another node', async () => {
    await ada.getByRole('link', { name: 'Start and join' }).click();
    await person(ada, 'ada').waitFor();
    await ben.getByRole('link', { name: 'Join', exact: true }).click();
    await person(ben, 'ben').waitFor();
    for (let tries = 0; (await node(ada)) === (await node(ben)) && tries < 20; tries++) {
      await ben.reload();
      await person(ben, 'ben').waitFor();
      await isLive(ben);
    }
    assert.notEqual(await node(ada), await node(ben));
    await agree(ada, ben);
  });

  await t.test('what Jitsi shows is told to the stream', async () => {
    for (const page of [ada, ben]) {
      await page.locator('[data-testid=stage][data-jitsi=present]').waitFor();
    }
    // Whoever comes into Jitsi is heard and seen.
    await shows(ada, 'ben', { muted: 'false', video: 'true' });
    await ben.locator('[data-jitsi=microphone]').click();
    await shows(ada, 'ben', { muted: 'true' });
  });

  await t.test('mute, hand and share of one are seen by the other', async () => {
    await press(ben, 'Microphone');
    await press(ben, 'Share screen');
    await press(ben, 'Raise hand');
    await shows(ada, 'ben', { muted: 'false', sharing: 'true', hand: 'true', 'hand-position': '1' });
    await press(ada, 'Mute everyone');
    await shows(ben, 'ben', { muted: 'true' });
    await agree(ada, ben);
  });

  await t.test('what one writes the other reads', async () => {
    for (const [from, to, text] of /** @type {const} */ ([[ada, ben, 'Can you hear me?'], [ben, ada, 'Yes, <b>loud</b> and clear.']])) {
      await from.getByLabel('Message').fill(text);
      await from.getByLabel('Message').press('Enter');
      await to.getByRole('log').getByText(text, { exact: true }).waitFor();
    }
  });

  await t.test('when the node of one is killed, nothing is lost or doubled in either window', async () => {
    const pid = await processOf(await node(ben), tokens.ben);
    const before = await node(ben);
    [adas, bens].forEach((one) => one.expectADeadNode());
    process.kill(pid, 'SIGKILL');
    await press(ada, 'Microphone');
    await press(ada, 'Record');
    await shows(ada, 'ada', { muted: 'true' });
    await isLive(ben, before);
    await shows(ben, 'ada', { muted: 'true' });
    await ben.getByTestId('recording').getByText('Recording').waitFor();
    await press(ben, 'Microphone');
    await shows(ada, 'ben', { muted: 'false', hand: 'true' });
    await agree(ada, ben);
    assert.equal(await ben.getByTestId('connection').getAttribute('data-reconnects'), '1');
    assert.equal(await ben.locator('.timeline [data-event=user_left_meeting]').count(), 0);
  });

  await t.test('without Jitsi the meeting goes on, and everybody is where they were', async () => {
    for (const { page, cutOff } of [adas, bens]) {
      await cutOff(`http://127.0.0.1:${JITSI_PORT}`);
      await page.reload();
      await page.locator('[data-testid=stage][data-jitsi=absent]').waitFor();
    }
    await shows(ada, 'ben', { muted: 'false', hand: 'true', sharing: 'true' });
    await press(ada, 'Camera');
    await shows(ben, 'ada', { video: 'false' });
    await agree(ada, ben);
    await picture(ada, 'room-light');
    await picture(ben, 'room-dark');
  });

  await t.test('the end by the host reaches everybody', async () => {
    await press(ada, 'End for everyone');
    await ada.getByRole('dialog').getByRole('button', { name: /^End/ }).click();
    for (const page of [ada, ben]) {
      await page.getByTestId('over').getByText('The meeting has ended').waitFor();
    }
    await agree(ada, ben);
  });

  await t.test('its history shows who was there', async () => {
    await ada.goto(`${url}/console${place}/history`);
    await ada.getByRole('table').getByText('Ben Okafor').waitFor();
    assert.equal(await ada.getByRole('img', { name: /^Attendance/ }).locator('rect').count(), 3);
    await picture(ada, 'history-light');
  });

  assert.deepEqual({ ada: adas.faults, ben: bens.faults }, { ada: [], ben: [] });
});
