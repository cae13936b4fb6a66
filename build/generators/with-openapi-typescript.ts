// Creates a link, connects and asks for the status, with the client that openapi-typescript describes.
import createClient from 'openapi-fetch';
import type { paths } from './generated/openapi-typescript.js';

const { BASE = '', KEY = '' } = process.env;
const client = createClient<paths>({ baseUrl: BASE, headers: { 'x-api-key': KEY } });

function expect<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

const link = expect(await client.POST('/v1/numbers/remote-pairing', {
  body: { name: 'Cliente Acme', number: '5511988887777', externalRef: 'customer-42', metadata: { plan: 'pro' } },
}));
const artifact = expect(await client.POST('/v1/remote-pairing/{token}/connect', { params: { path: { token: link.remotePairingToken } } }));
if (!artifact.qrcodeBase64) throw new Error('there is no QR code');
const id = link.numberId!;
const connecting = expect(await client.GET('/v1/numbers/{id}/status', { params: { path: { id } } }));
expect(await client.POST('/v1/test/numbers/{id}/simulate', { params: { path: { id } }, body: { event: 'scan' } }));
const connected = expect(await client.GET('/v1/numbers/{id}/status', { params: { path: { id } } }));
console.log(connecting.state, connected.state);
