import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problem } from './model-node.mjs';
import { connected } from './scenes.mjs';
import { Stage } from './stage.mjs';

test('a REST call is repeated while that is harmless, and a creation under one key', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  const failures = [{ status: 0 }, problem(503, 'UNAVAILABLE', { 'Retry-After': '1' })];
  const made = [];
  stage.rest = ({ path, headers }) => {
    if (path === '/api/meeting/create') {
      made.push(headers['Idempotency-Key']);
      return failures.shift() ?? { status: 201, body: { id: 1 } };
    }
    return undefined;
  };

  await stage.until(gavel.meetings.create({ title: 'One' }));

  assert.equal(made.length, 3);
  assert.equal(new Set(made).size, 1);
  assert.ok(made[0]);
});

for (const [what, method, path, headers] of [
  ['a message', 'POST', '/api/conversation/1/messages', {}],
  ['an edit of one version', 'PUT', '/api/meeting/1', { 'If-Match': '"1"' }],
]) {
  test(`${what} is not repeated: it may have taken effect`, async () => {
    const stage = new Stage();
    const gavel = await connected(stage);
    let tries = 0;
    stage.rest = ({ path }) => (path === '/api/ticket' ? undefined : (tries++, { status: 0 }));

    await assert.rejects(stage.until(gavel.request(method, path, {}, headers)), { code: 'NETWORK' });

    assert.equal(tries, 1);
  });
}

test('a deletion whose answer was lost has happened when the next one finds nothing', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  const answers = [{ status: 0 }, problem(404, 'NOT_FOUND')];
  stage.rest = ({ method }) => (method === 'DELETE' ? answers.shift() : undefined);

  assert.equal(await stage.until(gavel.meetings.remove(1, 'ben')), null);
});

test('too many guesses at a password are told at once', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  stage.rest = ({ path }) =>
    path.endsWith('/join') ? problem(429, 'TOO_MANY_REQUESTS', { 'Retry-After': '5' }) : undefined;
  const start = stage.now;

  const refused = gavel.join(1, { password: 'wrong!' });

  await assert.rejects(stage.until(refused), { code: 'TOO_MANY_REQUESTS', status: 429, retryAfter: 5 });
  assert.ok(stage.now - start < 100);
});

test('a join that was one request too many is repeated, also with a password', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  const answers = [
    { status: 429, body: { code: 'TOO_MANY_REQUESTS', limit: 'user' }, headers: { 'Retry-After': '5' } },
    problem(404, 'NOT_FOUND'),
  ];
  stage.rest = ({ path }) => (path.endsWith('/join') ? answers.shift() : undefined);
  const start = stage.now;

  await assert.rejects(stage.until(gavel.join(1, { password: 'right!' })), { code: 'NOT_FOUND' });
  assert.ok(stage.now - start >= 5000);
});

test('a problem of REST comes with its fields', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  const opensAt = '2027-03-22T09:00:00.000Z';
  stage.rest = ({ path }) =>
    path.endsWith('/join') ? { status: 403, body: { code: 'TOO_EARLY', status: 403, opensAt } } : undefined;

  await assert.rejects(stage.until(gavel.join(1)), { code: 'TOO_EARLY', status: 403, opensAt });
});

test('a call that may not be repeated goes to the dead node once: the next one goes to another', async () => {
  const stage = new Stage();
  const gavel = await connected(stage, {}, ['http://one', 'http://two']);
  const edits = [];
  stage.rest = ({ method, origin }) => {
    if (method !== 'PUT') {
      return undefined;
    }
    edits.push(origin);
    return origin === 'http://one' ? { status: 0 } : { body: {} };
  };

  await assert.rejects(stage.until(gavel.meetings.edit(1, { title: 'One' }, 1)), { code: 'NETWORK' });
  await stage.until(gavel.meetings.edit(1, { title: 'One' }, 1));

  assert.deepEqual(edits, ['http://one', 'http://two']);
});

test('a deletion that finds nothing after one that was put off has not happened', async () => {
  const stage = new Stage();
  const gavel = await connected(stage);
  const answers = [problem(429, 'TOO_MANY_REQUESTS', { 'Retry-After': '1' }), problem(404, 'NOT_FOUND')];
  stage.rest = ({ method }) => (method === 'DELETE' ? answers.shift() : undefined);

  await assert.rejects(stage.until(gavel.meetings.remove(1, 'ben')), { code: 'NOT_FOUND' });
});

for (const path of ['.example.test/api', '@example.test/', ':81/api', '//example.test/', 'api/meeting/1', '']) {
  test(`no token goes to ${JSON.stringify(path)}, which names no path of the node`, async () => {
    const stage = new Stage();
    const gavel = await connected(stage);
    const before = stage.calls.length;

    await assert.rejects(stage.until(gavel.request('GET', path)), { code: 'INVALID_REQUEST', status: 400 });

    assert.equal(stage.calls.length, before);
  });
}
