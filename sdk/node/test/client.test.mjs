// What a caller sees of each fault of the network and of each documented error.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';

import * as sdk from '../dist/index.js';
import { envelope, serving } from './server.mjs';

const me = { tenantId: 'ten_1', mode: 'test', scope: 'tenant', keyId: 'key_1', whatsappNumberId: null };
const link = { body: { name: 'Loja', number: '+55 11 99999-9999' } };
const cut = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"tenantId":');
  setImmediate(() => response.destroy());
};

test('a 429 is waited for as long as it asks', async (t) => {
  const server = await serving(t)([429, envelope('RATE_LIMITED'), { 'retry-after': '7' }], [200, me]);
  assert.deepEqual(await server.client().get('/v1/me'), me);
  assert.deepEqual(server.waits, [7000]);
  assert.equal(server.requests[0].headers['x-api-key'], 'ps_test_x');
});

test('a Retry-After that is a moment is waited for, one that is over not at all', async (t) => {
  const at = (ms) => ({ 'retry-after': new Date(Date.now() + ms).toUTCString() });
  const server = await serving(t)([429, envelope('RATE_LIMITED'), at(30_000)], [429, envelope('RATE_LIMITED'), at(-60_000)], [200, me]);
  await server.client().get('/v1/me');
  assert.ok(server.waits[0] > 20_000 && server.waits[0] <= 30_000, `${server.waits[0]}`);
  assert.equal(server.waits[1], 0);
});

test('a 503 with Retry-After is sent again, one without is thrown', async (t) => {
  const server = await serving(t)([503, envelope('GATEWAY_UNAVAILABLE'), { 'retry-after': '2' }], [201, { linkId: 'lnk_1' }]);
  assert.equal((await server.client().post('/v1/numbers/remote-pairing', link)).linkId, 'lnk_1');
  assert.deepEqual(server.waits, [2000]);

  const other = await serving(t)([503, envelope('GATEWAY_NOT_CONFIGURED')]);
  await assert.rejects(other.client().post('/v1/numbers/remote-pairing', link), sdk.GatewayNotConfiguredError);
  assert.equal(other.requests.length, 1);
});

test('a wait that is too long is thrown with its length', async (t) => {
  const server = await serving(t)([429, envelope('PAIRING_COOLDOWN'), { 'retry-after': '900' }]);
  await assert.rejects(server.client().post('/v1/numbers', link), (error) => {
    assert.ok(error instanceof sdk.PairingCooldownError);
    assert.equal(error.retryAfterMs, 900_000);
    return true;
  });
  assert.deepEqual(server.waits, []);
});

test('a cut answer is asked for again, under the same idempotency key', async (t) => {
  const server = await serving(t)(cut, [201, { linkId: 'lnk_1' }]);
  assert.equal((await server.client().post('/v1/numbers/remote-pairing', link)).linkId, 'lnk_1');
  const keys = server.requests.map((request) => request.headers['idempotency-key']);
  assert.match(keys[0], /^[0-9a-f-]{36}$/);
  assert.equal(keys[0], keys[1]);
});

test('a cut answer to the last attempt is an error of its own', async (t) => {
  const server = await serving(t)(cut);
  await assert.rejects(server.client({ retries: 2 }).get('/v1/me'), (error) => error instanceof sdk.NoAnswerError && !error.isTimeout);
  assert.equal(server.requests.length, 3);
});

test('a request that takes too long is given up, sent again, and named a timeout', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const server = await serving(t)(() => t.mock.timers.tick(30_000));
  await assert.rejects(
    server.client({ retries: 1 }).get('/v1/me'),
    (error) => error instanceof sdk.NoAnswerError && error.isTimeout,
  );
  assert.equal(server.requests.length, 2);
});

test('a change is sent again, and its path is escaped', async (t) => {
  const server = await serving(t)(cut, [200, {}], cut, [200, {}]);
  await server.client().patch('/v1/webhooks/{id}', { path: { id: 'a/b' }, body: {} });
  await server.client().put('/v1/webhooks/{id}', { path: { id: 'a/b' }, body: {} });
  assert.deepEqual(server.requests.map(({ method, url }) => `${method} ${url}`), [
    'PATCH /v1/webhooks/a%2Fb', 'PATCH /v1/webhooks/a%2Fb', 'PUT /v1/webhooks/a%2Fb', 'PUT /v1/webhooks/a%2Fb',
  ]);
});

test('what might be done twice is not sent again', async (t) => {
  const server = await serving(t)(cut);
  await assert.rejects(server.client().delete('/v1/webhooks/{id}', { path: { id: 'wh_1' } }), sdk.NoAnswerError);
  await assert.rejects(server.client().post('/v1/remote-pairing/{token}/connect', { path: { token: 'rp_1' } }), sdk.NoAnswerError);
  assert.equal(server.requests.length, 2);
  assert.equal(server.requests[1].headers['x-api-key'], undefined);
});

test('a proxy that lost the server is asked again, its page is no envelope', async (t) => {
  const server = await serving(t)([502, '<h1>Bad gateway</h1>'], [200, me]);
  assert.deepEqual(await server.client().get('/v1/me'), me);
  const lost = await serving(t)([504, '<h1>Timeout</h1>']);
  await assert.rejects(lost.client({ retries: 0 }).get('/v1/me'), (error) => error instanceof sdk.UnexpectedAnswerError && error.status === 504);
});

test('the first request under a key is waited for', async (t) => {
  const server = await serving(t)([409, envelope('IDEMPOTENCY_IN_PROGRESS'), { 'retry-after': '1' }], [201, { linkId: 'lnk_1' }]);
  await server.client().post('/v1/numbers/remote-pairing', { ...link, idempotencyKey: 'order-1' });
  assert.deepEqual(server.requests.map((request) => request.headers['idempotency-key']), ['order-1', 'order-1']);
});

test('every documented code is an error of its own, an unknown one the class of all', async (t) => {
  const codes = Object.keys(sdk.errorsByCode);
  assert.ok(codes.length > 35);
  for (const code of [...codes, 'SOMETHING_NEW']) {
    const server = await serving(t)([400, { ...envelope(code), details: { fields: { name: 'is required' } } }]);
    await assert.rejects(server.client({ retries: 0 }).post('/v1/numbers', link), (error) => {
      assert.equal(error.constructor, sdk.errorsByCode[code] ?? sdk.PilotPairingError);
      assert.deepEqual([error.code, error.requestId, error.fields], [code, 'req_1', { name: 'is required' }]);
      return true;
    });
  }
});

test('a list is read to its end, whatever the address of its next page', async (t) => {
  const server = await serving(t)(
    [200, [{ id: 'lnk_1' }, { id: 'lnk_2' }], { link: '<https://elsewhere.example.com/v1/links?limit=2&cursor=abc>; rel="next"' }],
    [200, [{ id: 'lnk_3' }]],
  );
  const ids = [];
  for await (const { id } of server.client().list('/v1/links', { query: { limit: 2 } })) ids.push(id);
  assert.deepEqual(ids, ['lnk_1', 'lnk_2', 'lnk_3']);
  assert.deepEqual(server.requests.map((request) => request.url), ['/v1/links?limit=2', '/v1/links?limit=2&cursor=abc']);
});

test('a caller that stops waiting stops the request', async (t) => {
  const server = await serving(t)(() => {});
  const stop = new AbortController();
  const asked = server.client().get('/v1/me', { signal: stop.signal });
  stop.abort(new Error('enough'));
  await assert.rejects(asked, { message: 'enough' });
});

test('events go on after a lost connection, each once', async (t) => {
  const item = (n) => `id: evt_${n}\nevent: number.connected\ndata: {"event":"number.connected","data":{"id":"evt_${n}"}}\n\n`;
  const streams = [item(1) + ': still here\n\n', item(1) + item(2)];
  const server = await serving(t)((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(streams.shift() ?? '');
    setImmediate(() => response.destroy());
  });
  const seen = [];
  let opened = 0;
  for await (const { id, event } of server.client().follow({ onOpened: () => opened++ })) {
    seen.push([id, event.event]);
    if (seen.length === 2) break;
  }
  assert.equal(opened, 2);
  assert.deepEqual(seen, [['evt_1', 'number.connected'], ['evt_2', 'number.connected']]);
  assert.deepEqual(server.requests.map((request) => request.url), ['/v1/events/stream', '/v1/events/stream?after=evt_1']);
});

test('events go on where the stream began when it is lost before the first one', async (t) => {
  const streams = ['id: 2026-12-01T10:00:00.000Z\n\n: still here\n\n', 'id: evt_1\nevent: number.connected\ndata: {}\n\n'];
  const server = await serving(t)((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(streams.shift() ?? '');
    setImmediate(() => response.destroy());
  });
  for await (const { id } of server.client().follow()) {
    assert.equal(id, 'evt_1');
    break;
  }
  const asked = server.requests.map((request) => new URL(request.url, server.baseUrl).searchParams.get('after'));
  assert.deepEqual(asked, [null, '2026-12-01T10:00:00.000Z']);
});

test('a stream that is refused for now is opened again as late as it asks, and later each time', async (t) => {
  const server = await serving(t)(
    [429, envelope('RATE_LIMITED'), { 'retry-after': '9' }],
    [503, envelope('DATABASE_UNAVAILABLE')],
    [503, envelope('DATABASE_UNAVAILABLE')],
    [401, envelope('UNAUTHORIZED')],
  );
  const lost = [];
  await assert.rejects(server.client().follow({ onLost: (failure, pauseMs) => lost.push([failure.code, pauseMs]) }).next(), sdk.UnauthorizedError);
  assert.deepEqual(lost, [['RATE_LIMITED', 9000], ['DATABASE_UNAVAILABLE', 1000], ['DATABASE_UNAVAILABLE', 2000]]);
  assert.deepEqual(server.waits, [9000, 1000, 2000]);
});

test('a stream that is silent is opened again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const stream = (response) => response.writeHead(200, { 'content-type': 'text/event-stream' });
  const silence = () => t.mock.timers.tick(45_000);
  const server = await serving(t)(
    (_, response) => stream(response).flushHeaders() ?? silence(),
    (_, response) => stream(response).write(': still here\n\n', silence),
    [401, envelope('UNAUTHORIZED')],
  );
  await assert.rejects(server.client().follow().next(), sdk.UnauthorizedError);
  assert.equal(server.requests.length, 3);
});

test('a stream that is refused for good ends with the error', async (t) => {
  const server = await serving(t)([401, envelope('UNAUTHORIZED')]);
  await assert.rejects(server.client().follow().next(), sdk.UnauthorizedError);
});

test('nothing of Node is used, so that other runtimes run it', () => {
  const dist = new URL('../dist/', import.meta.url);
  for (const file of readdirSync(dist, { recursive: true }).filter((name) => name.endsWith('.js'))) {
    assert.doesNotMatch(readFileSync(new URL(file, dist), 'utf8'), /node:|require\(|\bBuffer\b|\bprocess\b|from '[^.]/, file);
  }
});
