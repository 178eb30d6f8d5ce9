import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problem, refusal } from './model-node.mjs';
import { connected, sent, tickets, tokens } from './scenes.mjs';
import { Stage } from './stage.mjs';

test('after 4001 it comes back with another token', async () => {
  const stage = new Stage();
  const { getToken } = tokens(stage);
  await connected(stage, { token: undefined, getToken });

  stage.sockets[0].cut(4001, 'token_expired');
  await stage.pass(1_000);

  assert.deepEqual(tickets(stage).map(({ token }) => token), ['ada#1', 'ada#2']);
});

test('after 4001 without another token it is closed for good', async () => {
  const stage = new Stage();
  const gavel = await connected(stage, { token: 'ada' });

  stage.sockets[0].cut(4001, 'token_expired');
  await stage.pass(60_000);

  assert.deepEqual([gavel.connection.state, gavel.connection.reason], ['closed', 'UNAUTHENTICATED']);
  assert.equal(stage.sockets.length, 1);
});

test('a token that fails to come is asked for again; one that is refused is asked for once more, and no further', async () => {
  const stage = new Stage();
  let asked = 0;
  const gavel = stage.client({
    token: undefined,
    getToken: async () => {
      if (asked++ === 0) {
        throw new Error('offline');
      }
      return 'bad';
    },
  });
  stage.rest = ({ token }) => (token === 'bad' ? problem(401, 'UNAUTHENTICATED') : undefined);

  await assert.rejects(stage.until(gavel.ready), { code: 'UNAUTHENTICATED', status: 401 });

  assert.equal(asked, 3);
  assert.deepEqual(stage.errors.map(({ message }) => message), ['offline']);
});

test('a REST call that is refused for its token is repeated with another one', async () => {
  const stage = new Stage();
  const { given, getToken } = tokens(stage);
  const gavel = await connected(stage, { token: undefined, getToken });
  stage.rest = ({ token }) => (token === 'ada#1' ? problem(401, 'UNAUTHENTICATED') : undefined);

  const [one, other] = await stage.until(Promise.all([gavel.meetings.get(1), gavel.meetings.get(1)]));

  assert.deepEqual([one.id, other.id, given.length], [1, 1, 2]);
});

test('a token is renewed before it expires, on the same connection', async () => {
  const stage = new Stage();
  stage.node.tokenLife = 600_000;
  const { given, getToken } = tokens(stage);
  await connected(stage, { token: undefined, getToken });
  const start = given[0];

  await stage.pass(1_700_000);

  assert.equal(stage.sockets.length, 1);
  assert.deepEqual(sent(stage, 'authenticate').map(({ body }) => body.token), ['ada#2', 'ada#3', 'ada#4']);
  assert.deepEqual(given.slice(1).map((at) => Math.round((at - start) / 60_000)), [9, 18, 27]);
});

test('a wrong clock of this machine does not matter for that', async () => {
  const stage = new Stage();
  stage.node.tokenLife = 600_000;
  // The node is a day ahead.
  const ahead = 86_400_000;
  const shifted = (time) => new Date(Date.parse(time) + ahead).toISOString();
  stage.rest = (call) => {
    const answer = stage.node.rest(call);
    return { ...answer, body: { ...answer.body, expiresAt: shifted(answer.body.expiresAt) } };
  };
  stage.node.answers = ({ address }, answer) =>
    address === 'get_connection' ? { ...answer, expiresAt: shifted(answer.expiresAt) } : answer;
  const { given, getToken } = tokens(stage);
  await connected(stage, { token: undefined, getToken });

  await stage.pass(535_000);
  assert.equal(given.length, 1);
  await stage.pass(10_000);

  assert.equal(given.length, 2);
});

test('a token that is not renewed in time is asked for less and less often', async () => {
  const stage = new Stage();
  stage.node.tokenLife = 60_000;
  stage.node.answers = ({ address }, answer) => (address === 'authenticate' ? refusal(401, 'UNAUTHENTICATED') : answer);
  const { given, getToken } = tokens(stage);
  await connected(stage, { token: undefined, getToken });

  await stage.pass(600_000);

  assert.ok(given.length < 15, `${given.length} times`);
});

test('a token of another user ends the connection: what one user wanted is not done as another', async () => {
  const stage = new Stage();
  const names = ['ada', 'ben'];
  const gavel = await connected(stage, { token: undefined, getToken: () => names.shift() });

  stage.sockets[0].cut(4001, 'token_expired');
  await stage.pass(1_000);

  assert.equal(gavel.connection.reason, 'FORBIDDEN');
});
