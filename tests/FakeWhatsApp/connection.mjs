// One companion's connection: frames, login or registration, and what the phones do to it.
import crypto from 'node:crypto';
import { decodeBinaryNode, encodeBinaryNode } from './library.mjs';
import { Noise } from './noise.mjs';
import { CodeExchange } from './phones.mjs';
import { answerTo, child, server } from './queries.mjs';

const hugeFrame = 10 * 1024 * 1024;
const headerBytes = 4;
let nextId = 1;

export class Connection {
  #world;
  #socket;
  #noise;
  #buffer = Buffer.alloc(0);
  #queue = Promise.resolve();
  #greeted = false;
  #stage = 'hello';
  #hello = null;
  #exchange = null;
  #pendingPairing = null;
  #accepted = null;

  constructor(world, socket) {
    this.#world = world;
    this.#socket = socket;
    this.#noise = new Noise(world.identity);
    /** QR references that may still be scanned. */
    this.references = [];
    this.companion = null;
    this.phone = null;
    socket.on('message', (data) => {
      this.#queue = this.#queue.then(() => this.#receive(data)).catch((error) => {
        world.log(`connection failed: ${error.message}`);
        socket.close();
      });
    });
    socket.on('close', () => world.connections.delete(this));
  }

  get summary() {
    const pairing = this.#pendingPairing !== null;
    return { stage: this.#stage, phone: this.phone, references: this.references.length, codeFor: this.#hello?.phone, pairing };
  }

  get codeFor() {
    return this.#hello?.phone;
  }

  async #receive(data) {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    if (!this.#greeted && !this.#skipGreeting()) return;
    while (this.#buffer.length >= 3) {
      const length = (this.#buffer[0] << 16) | this.#buffer.readUInt16BE(1);
      if (this.#buffer.length < length + 3) return;
      const frame = this.#buffer.subarray(3, 3 + length);
      this.#buffer = this.#buffer.subarray(3 + length);
      await this.#frame(frame);
    }
  }

  /** The first bytes name the protocol, after a routing hint that a returning client sends. */
  #skipGreeting() {
    if (this.#buffer.length < 7) return false;
    if (this.#buffer.subarray(0, 2).toString() === 'ED') {
      const length = (this.#buffer[4] << 16) | this.#buffer.readUInt16BE(5);
      this.#buffer = this.#buffer.subarray(7 + length);
    }
    this.#buffer = this.#buffer.subarray(headerBytes);
    this.#greeted = true;
    return true;
  }

  async #frame(frame) {
    if (this.#stage === 'hello') return this.#answerHello(frame);
    if (this.#stage === 'handshake') {
      const client = await this.#noise.finish(frame);
      this.#stage = 'ready';
      return this.#enter(client);
    }
    return this.#node(await decodeBinaryNode(this.#noise.open(frame)));
  }

  async #answerHello(frame) {
    const answer = await this.#noise.answer(frame);
    switch (this.#world.mode) {
      case 'mute':
        return;
      case 'rubbish':
        return this.#raw(crypto.randomBytes(64));
      case 'huge':
        return this.#raw(Buffer.alloc(hugeFrame));
      case 'slam':
        return this.#socket.terminate();
      default:
        this.#stage = 'handshake';
        this.#raw(answer);
    }
  }

  #enter(client) {
    const version = client.userAgent?.appVersion;
    if (this.#world.mode === 'fail405' || (version && version.tertiary < this.#world.wantedRevision)) return this.#refuse('405');
    if (client.devicePairingData) {
      this.companion = Buffer.from(client.devicePairingData.eIdent);
      if (this.#world.mode !== 'noqr') this.#offer();
      return;
    }
    this.phone = String(client.username);
    const phone = this.#world.phones.of(this.phone);
    if (phone.banned) return this.#refuse('403');
    if (!phone.companion) return this.#refuse('401');
    this.send({
      tag: 'success',
      attrs: { t: String(Math.floor(Date.now() / 1000)), props: '27', lid: phone.lid, location: 'test', display_name: 'Fake business' },
    });
    this.send({ tag: 'ib', attrs: { from: server }, content: [{ tag: 'offline', attrs: { count: '0' } }] });
  }

  #offer() {
    this.references = Array.from({ length: this.#world.batch }, () => `2@${crypto.randomBytes(96).toString('base64')}`);
    const content = this.references.map((reference) => ({ tag: 'ref', attrs: {}, content: Buffer.from(reference) }));
    this.#set([{ tag: 'pair-device', attrs: {}, content }]);
  }

  #node(node) {
    const asked = Array.isArray(node.content) ? node.content[0] : undefined;
    if (node.tag === 'message') {
      const time = String(Math.floor(Date.now() / 1000));
      return this.send({ tag: 'ack', attrs: { class: 'message', id: node.attrs.id, from: node.attrs.to, t: time } });
    }
    if (node.tag !== 'iq') return;
    if (node.attrs.type === 'result') {
      if (this.#pendingPairing === node.attrs.id) this.#restart();
      return;
    }
    if (asked?.tag === 'link_code_companion_reg') return this.#pairByCode(node, asked);
    if (asked?.tag === 'remove-companion-device') this.#world.phones.of(this.phone).companion = null;
    if (node.attrs.xmlns === 'w:profile:picture') return this.#fail(node, '404', 'item-not-found');
    this.#answer(node, answerTo(node, asked));
  }

  #pairByCode(node, asked) {
    if (asked.attrs.stage === 'companion_finish') {
      this.#answer(node);
      const bundle = child(asked, 'link_code_pairing_wrapped_key_bundle').content;
      return this.#exchange?.finish(bundle).then(({ companion, secret }) => {
        this.companion = companion;
        this.accept(this.#exchange.phone.number, secret);
      });
    }
    if (this.#world.mode === 'limited') return this.#fail(node, '429', 'rate-overlimit');
    const wrapped = child(asked, 'link_code_pairing_wrapped_companion_ephemeral_pub').content;
    this.#hello = { phone: asked.attrs.jid.split('@')[0], wrapped, reference: crypto.randomBytes(16).toString('hex') };
    const reference = { tag: 'link_code_pairing_ref', attrs: {}, content: Buffer.from(this.#hello.reference) };
    this.#answer(node, [{ tag: 'link_code_companion_reg', attrs: { stage: 'companion_hello' }, content: [reference] }]);
  }

  /** A person typed the code on the phone. */
  async typeCode(number, code) {
    const phone = this.#world.phones.of(number);
    this.#exchange = await CodeExchange.begin(phone, code, this.#hello.wrapped);
    const content = [
      { tag: 'link_code_pairing_wrapped_primary_ephemeral_pub', attrs: {}, content: this.#exchange.wrappedPhoneKey },
      { tag: 'primary_identity_pub', attrs: {}, content: phone.identity.public },
      { tag: 'link_code_pairing_ref', attrs: {}, content: Buffer.from(this.#hello.reference) },
    ];
    this.#notify('link_code_companion_reg', [{ tag: 'link_code_companion_reg', attrs: { stage: 'primary_hello' }, content }]);
  }

  /** The phone scanned, or proved that it knows the code. */
  accept(number, secret) {
    if (this.#world.mode.startsWith('passkey')) return this.#askForPasskey();
    const phone = this.#world.phones.of(number);
    this.#accepted = number;
    const proof = phone.accept(this.companion, secret);
    const content = [
      { tag: 'device-identity', attrs: {}, content: proof },
      { tag: 'biz', attrs: { name: 'Fake business' } },
      { tag: 'device', attrs: { jid: `${number}:1@${server}`, lid: phone.lid } },
      { tag: 'platform', attrs: { name: 'smba' } },
    ];
    this.#pendingPairing = this.#set([{ tag: 'pair-success', attrs: {}, content }]);
  }

  end(error) {
    this.send({ tag: 'stream:error', ...error });
    this.#socket.close();
  }

  drop() {
    this.#socket.terminate();
  }

  send(node) {
    this.#raw(this.#noise.seal(encodeBinaryNode(node)));
  }

  /** Companions connect anew after they were linked. */
  #restart() {
    this.#world.phones.of(this.#accepted).companion = this.companion;
    this.#pendingPairing = null;
    if (!this.#world.silent) this.end({ attrs: { code: '515' } });
  }

  /** The library acknowledges it and does nothing. */
  #askForPasskey() {
    const options = { challenge: crypto.randomBytes(32).toString('base64url'), rpId: 'whatsapp.com', timeout: 600000 };
    const content = Buffer.from(JSON.stringify(options));
    this.#notify('passkey_prologue_request', [{ tag: 'passkey_request_options', attrs: {}, content }]);
    if (this.#world.mode === 'passkeydrop') setTimeout(() => this.drop(), 500);
  }

  #set(content) {
    const id = String(nextId++);
    this.send({ tag: 'iq', attrs: { from: server, type: 'set', id, xmlns: 'md' }, content });
    return id;
  }

  #notify(type, content) {
    const attrs = { from: server, type, id: String(nextId++), t: String(Math.floor(Date.now() / 1000)) };
    this.send({ tag: 'notification', attrs, content });
  }

  #answer(query, content) {
    this.send({ tag: 'iq', attrs: { from: server, type: 'result', id: query.attrs.id }, ...(content ? { content } : {}) });
  }

  #fail(query, code, text) {
    const content = [{ tag: 'error', attrs: { code, text } }];
    this.send({ tag: 'iq', attrs: { from: server, type: 'error', id: query.attrs.id }, content });
  }

  #refuse(reason) {
    this.send({ tag: 'failure', attrs: { reason, location: 'test' } });
    this.#socket.close();
  }

  #raw(frame) {
    const head = Buffer.alloc(3);
    head.writeUInt8(frame.length >> 16, 0);
    head.writeUInt16BE(frame.length & 0xffff, 1);
    this.#socket.send(Buffer.concat([head, frame]));
  }
}
