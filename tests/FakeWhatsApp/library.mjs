// The parts of baileys that a server needs as well, and ws: from where the gateway's packages are installed.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../../src/WhatsAppGateway/package.json', import.meta.url));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);

export const { proto } = await load('baileys/WAProto/index.js');
export const { Curve, aesEncryptGCM, aesDecryptGCM, aesEncryptCTR, aesDecryptCTR, hkdf, sha256, hmacSign, derivePairingCodeKey } =
  await load('baileys/lib/Utils/crypto.js');
export const { encodeBinaryNode, decodeBinaryNode } = await load('baileys/lib/WABinary/index.js');
export const { NOISE_MODE, NOISE_WA_HEADER } = await load('baileys/lib/Defaults/index.js');
export const { WebSocketServer } = (await load('ws')).default;
