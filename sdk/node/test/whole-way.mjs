// The whole way against a running installation: a link, its pairing by the simulated phone, and the webhook that is believed.
import { once } from 'node:events';
import { createServer } from 'node:http';

import { PilotPairing, receiveWebhook, NumberNotFoundError } from '../dist/index.js';

const pairing = new PilotPairing({ baseUrl: process.env.BASE, key: process.env.KEY });
const connected = Promise.withResolvers?.() ?? withResolvers();
let secret;
const receiver = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray());
  const copy = new Request('http://localhost/', { method: 'POST', body, headers: request.headers });
  const answer = await receiveWebhook(copy, secret, { 'number.connected': (event) => connected.resolve(event) });
  response.writeHead(answer.status).end();
}).listen(0, '127.0.0.1');
await once(receiver, 'listening');

const webhook = await pairing.post('/v1/webhooks', {
  body: { url: `http://127.0.0.1:${receiver.address().port}/`, scope: 'tenant', events: ['number.connected'] },
});
({ secret } = await pairing.get('/v1/webhooks/{id}/secret', { path: { id: webhook.id } }));
const stop = new AbortController();
const opened = Promise.withResolvers?.() ?? withResolvers();
const followed = pairing.follow({ signal: stop.signal, onOpened: opened.resolve }).next();
await opened.promise;
const order = { body: { name: 'Loja Centro', number: '+55 11 99999-9999', externalRef: 'order-8841' }, idempotencyKey: `order-${Date.now()}` };
const link = await pairing.post('/v1/numbers/remote-pairing', order);
const again = await pairing.post('/v1/numbers/remote-pairing', order);
const artifact = await pairing.post('/v1/remote-pairing/{token}/connect', { path: { token: link.remotePairingToken } });
await pairing.post('/v1/test/numbers/{id}/simulate', { path: { id: link.numberId }, body: { event: 'scan' } });
const event = await connected.promise;
const status = await pairing.get('/v1/numbers/{id}/status', { path: { id: link.numberId } });
const mine = [];
for await (const one of pairing.list('/v1/links', { query: { limit: 1, externalRef: 'order-8841' } })) mine.push(one.id);
const missing = await pairing.get('/v1/numbers/{id}', { path: { id: 'num_x' } }).catch((error) => error);
const { value: first } = await followed;
stop.abort();
receiver.close();
receiver.closeAllConnections();

console.log([link.linkId === again.linkId, artifact.qrcodeBase64?.startsWith('data:image/png'), event.data.externalRef, status.state].join(' '));
console.log([mine.includes(link.linkId), missing instanceof NumberNotFoundError, first.event.event].join(' '));

function withResolvers() {
  let resolve;
  return { promise: new Promise((done) => (resolve = done)), resolve };
}
