// Which deliveries are believed, and what their receiver reads.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { receiveWebhook, verifyWebhook, WebhookVerificationError } from '../dist/webhooks.js';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const other = 'whsec_' + Buffer.alloc(24, 7).toString('base64');
const description = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'));

function signed(body, { id = 'evt_1', at = Math.floor(Date.now() / 1000), by = secret } = {}) {
  const key = Buffer.from(by.slice(6), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` };
}

const refused = (problem) => (error) => error instanceof WebhookVerificationError && error.problem === problem;

test('the example of every event is read as its type', async () => {
  const events = Object.entries(description.webhooks);
  assert.ok(events.length >= 15);
  for (const [name, { post }] of events) {
    const body = JSON.stringify(post.requestBody.content['application/json'].example);
    const event = await verifyWebhook(secret, signed(body), body);
    assert.equal(event.event, name);
    assert.match(event.data.id, /^evt_/);
  }
});

test('the published test vector of Standard Webhooks is believed', async () => {
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmKtSyNlE3uFJELVlNIOLJ1OE4= v1,bm9ldHUjKzFob2VudXRob2VodWUzMjRvdWVvdW9ldQo=',
  };
  // It is no event, which is found out only behind the signature.
  await assert.rejects(verifyWebhook(secret, headers, '{"test": 2432232314}', { now: 1614265330 }), (error) => error instanceof WebhookVerificationError);
});

test('what was changed, is old, or has no signature is refused', async () => {
  const body = '{"event":"number.connected","data":{}}';
  const now = Math.floor(Date.now() / 1000);
  await assert.rejects(verifyWebhook(secret, signed(body), body + ' '), refused('wrong_signature'));
  await assert.rejects(verifyWebhook(other, signed(body), body), refused('wrong_signature'));
  await assert.rejects(verifyWebhook(secret, signed(body, { at: now - 301 }), body, { now }), refused('too_old'));
  await assert.rejects(verifyWebhook(secret, signed(body, { at: now + 301 }), body, { now }), refused('too_new'));
  await assert.rejects(verifyWebhook(secret, { ...signed(body), 'webhook-timestamp': 'noon' }, body), refused('bad_timestamp'));
  await assert.rejects(verifyWebhook(secret, {}, body), refused('missing_header'));
  await assert.rejects(verifyWebhook(secret, { ...signed(body), 'webhook-signature': 'v1,%%% v2,x' }, body), refused('wrong_signature'));
  await assert.rejects(verifyWebhook(secret, signed('[]'), '[]'), refused('no_event'));
  await assert.rejects(verifyWebhook(secret, { ...signed(body), 'webhook-id': 'evt_2' }, body), refused('wrong_signature'));
  const both = { ...signed(body), 'webhook-signature': `${signed(body, { by: other })['webhook-signature']} ${signed(body)['webhook-signature']}` };
  assert.ok(await verifyWebhook(secret, both, body));
  assert.ok(await verifyWebhook([other, secret], signed(body), new TextEncoder().encode(body)));
});

test('a request goes to the handler of its event', async () => {
  const seen = [];
  const handlers = { 'number.connected': (event) => seen.push(event.data.numberId), '*': (event) => seen.push(event.event) };
  const answer = async (body, headers = signed(body)) =>
    (await receiveWebhook(new Request('https://app.example.com/hook', { method: 'POST', body, headers }), secret, handlers)).status;

  assert.equal(await answer('{"event":"number.connected","data":{"numberId":"num_1"}}'), 204);
  assert.equal(await answer('{"event":"number.something_new","data":{}}'), 204);
  assert.equal(await answer('{"event":"number.connected","data":{}}', signed('{}')), 400);
  assert.deepEqual(seen, ['num_1', 'number.connected', 'number.something_new']);
});
