// The phones of this WhatsApp, and what each does to link a companion.
import crypto from 'node:crypto';
import { Curve, aesDecryptCTR, aesDecryptGCM, aesEncryptCTR, derivePairingCodeKey, hkdf, hmacSign, proto } from './library.mjs';

export class Phones {
  #phones = new Map();

  of(number) {
    if (!this.#phones.has(number)) this.#phones.set(number, new Phone(number));
    return this.#phones.get(number);
  }
}

export class Phone {
  constructor(number) {
    this.number = number;
    this.identity = Curve.generateKeyPair();
    this.lid = `9${number}:1@lid`;
    /** The identity key of the linked companion; there is one at most. */
    this.companion = null;
    this.banned = false;
  }

  /** The signed proof that this phone accepted the companion, which is linked once it has acknowledged that. */
  accept(companion, advertisedSecret) {
    const details = proto.ADVDeviceIdentity.encode({ rawId: 1, timestamp: Math.floor(Date.now() / 1000), keyIndex: 1 }).finish();
    const signature = Curve.sign(this.identity.private, Buffer.concat([Buffer.from([6, 0]), details, companion]));
    const signed = proto.ADVSignedDeviceIdentity.encode({
      details, accountSignatureKey: this.identity.public, accountSignature: signature,
    }).finish();
    const hmac = hmacSign(signed, Buffer.from(advertisedSecret, 'base64'));
    return Buffer.from(proto.ADVSignedDeviceIdentityHMAC.encode({ details: signed, hmac }).finish());
  }
}

/** The exchange behind a pairing code: what the phone sends after the code was typed, and what it reads from the answer. */
export class CodeExchange {
  static async begin(phone, code, wrappedCompanionKey) {
    const wrapped = Buffer.from(wrappedCompanionKey);
    const typed = await derivePairingCodeKey(code, wrapped.subarray(0, 32));
    const exchange = new CodeExchange();
    exchange.phone = phone;
    exchange.companionKey = aesDecryptCTR(wrapped.subarray(48, 80), typed, wrapped.subarray(32, 48));
    exchange.ephemeral = Curve.generateKeyPair();
    const salt = crypto.randomBytes(32);
    const iv = crypto.randomBytes(16);
    const key = await derivePairingCodeKey(code, salt);
    exchange.wrappedPhoneKey = Buffer.concat([salt, iv, aesEncryptCTR(exchange.ephemeral.public, key, iv)]);
    return exchange;
  }

  /** @returns the companion's identity key and the secret that signs its acceptance */
  async finish(wrappedBundle) {
    const bundle = Buffer.from(wrappedBundle);
    const shared = Curve.sharedKey(this.ephemeral.private, this.companionKey);
    const key = await hkdf(shared, 32, { salt: bundle.subarray(0, 32), info: 'link_code_pairing_key_bundle_encryption_key' });
    const plain = aesDecryptGCM(bundle.subarray(44), key, bundle.subarray(32, 44), Buffer.alloc(0));
    const companion = plain.subarray(0, 32);
    const random = plain.subarray(64, 96);
    const identities = Curve.sharedKey(this.phone.identity.private, companion);
    const secret = await hkdf(Buffer.concat([shared, identities, random]), 32, { info: 'adv_secret' });
    return { companion: Buffer.from(companion), secret: Buffer.from(secret).toString('base64') };
  }
}
