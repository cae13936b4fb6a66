// The server's side of WhatsApp's Noise handshake and of the frames after it.
import { Curve, NOISE_MODE, NOISE_WA_HEADER, aesDecryptGCM, aesEncryptGCM, hkdf, proto, sha256 } from './library.mjs';

const nothing = Buffer.alloc(0);

/** What every connection's certificate is made of: clients trust the root key only. */
export class NoiseIdentity {
  constructor() {
    this.root = Curve.generateKeyPair();
    this.own = Curve.generateKeyPair();
    const intermediate = Curve.generateKeyPair();
    const details = proto.CertChain.NoiseCertificate.Details;
    const intermediateDetails = details.encode({ serial: 1, issuerSerial: 0, key: intermediate.public }).finish();
    const leafDetails = details.encode({ serial: 2, issuerSerial: 1, key: this.own.public }).finish();
    this.certificate = proto.CertChain.encode({
      intermediate: { details: intermediateDetails, signature: Curve.sign(this.root.private, intermediateDetails) },
      leaf: { details: leafDetails, signature: Curve.sign(intermediate.private, leafDetails) },
    }).finish();
  }

  get rootKey() {
    return Buffer.from(this.root.public).toString('hex');
  }
}

/** One handshake: hello, our answer, the client's last word; then a cipher for each direction. */
export class Noise {
  #identity;
  #hash = Buffer.from(NOISE_MODE);
  #salt = this.#hash;
  #key = this.#hash;
  #count = 0;
  #ephemeral = Curve.generateKeyPair();
  #received = 0;
  #sent = 0;

  constructor(identity) {
    this.#identity = identity;
  }

  /** The answer to a client's hello. */
  async answer(frame) {
    const { clientHello } = proto.HandshakeMessage.decode(frame);
    this.#authenticate(NOISE_WA_HEADER);
    this.#authenticate(clientHello.ephemeral);
    this.#authenticate(this.#ephemeral.public);
    await this.#mix(Curve.sharedKey(this.#ephemeral.private, clientHello.ephemeral));
    const identity = this.#encrypt(this.#identity.own.public);
    await this.#mix(Curve.sharedKey(this.#identity.own.private, clientHello.ephemeral));
    const payload = this.#encrypt(this.#identity.certificate);
    const serverHello = { ephemeral: this.#ephemeral.public, static: identity, payload };
    return Buffer.from(proto.HandshakeMessage.encode({ serverHello }).finish());
  }

  /** What the client says of itself. */
  async finish(frame) {
    const { clientFinish } = proto.HandshakeMessage.decode(frame);
    const client = this.#decrypt(clientFinish.static);
    await this.#mix(Curve.sharedKey(this.#ephemeral.private, client));
    const payload = proto.ClientPayload.decode(this.#decrypt(clientFinish.payload));
    const keys = await hkdf(nothing, 64, { salt: this.#salt, info: '' });
    this.readKey = keys.subarray(0, 32);
    this.writeKey = keys.subarray(32);
    return payload;
  }

  open(frame) {
    return aesDecryptGCM(frame, this.readKey, nonce(this.#received++), nothing);
  }

  seal(frame) {
    return aesEncryptGCM(frame, this.writeKey, nonce(this.#sent++), nothing);
  }

  #authenticate(data) {
    this.#hash = sha256(Buffer.concat([this.#hash, data]));
  }

  async #mix(secret) {
    const keys = await hkdf(Buffer.from(secret), 64, { salt: this.#salt, info: '' });
    this.#salt = keys.subarray(0, 32);
    this.#key = keys.subarray(32);
    this.#count = 0;
  }

  #encrypt(plain) {
    const cipher = aesEncryptGCM(plain, this.#key, nonce(this.#count++), this.#hash);
    this.#authenticate(cipher);
    return cipher;
  }

  #decrypt(cipher) {
    const plain = aesDecryptGCM(cipher, this.#key, nonce(this.#count++), this.#hash);
    this.#authenticate(cipher);
    return plain;
  }
}

function nonce(count) {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(count, 8);
  return bytes;
}
