// The same with the client that @hey-api/openapi-ts makes.
import { client } from './generated/hey-api/client.gen.js';
import { getNumbersIdStatus, postNumbersRemotePairing, postRemotePairingTokenConnect, postTestNumbersIdSimulate } from './generated/hey-api/sdk.gen.js';

const { BASE = '', KEY = '' } = process.env;
client.setConfig({ baseUrl: BASE, throwOnError: true, auth: (scheme) => (scheme.name === 'x-api-key' ? KEY : undefined) });

const { data: link } = await postNumbersRemotePairing({
  body: { name: 'Cliente Acme', number: '5511988887777', externalRef: 'customer-42', metadata: { plan: 'pro' } },
  throwOnError: true,
});
const { data: artifact } = await postRemotePairingTokenConnect({ path: { token: link.remotePairingToken }, throwOnError: true });
if (!artifact.qrcodeBase64) throw new Error('there is no QR code');
const id = link.numberId!;
const { data: connecting } = await getNumbersIdStatus({ path: { id }, throwOnError: true });
await postTestNumbersIdSimulate({ path: { id }, body: { event: 'scan' }, throwOnError: true });
const { data: connected } = await getNumbersIdStatus({ path: { id }, throwOnError: true });
console.log(connecting.state, connected.state);
