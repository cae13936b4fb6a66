// One number's session: its socket, opened again for as long as WhatsApp lets it, and what became of it as events.
import { type ConnectionState, jidDecode, type WASocket } from 'baileys';
import { endingOf } from './endings.js';
import { type Patience, usualPatience } from './patience.js';
import { sendText, type SendResult } from './sending.js';
import { drawCode, openSocket, unlink } from './socket.js';
import { SessionStore, type StoreLink } from './store.js';
import type { WhatsApp } from './whatsapp.js';

export type Emit = (event: string, body?: Record<string, unknown>) => void;

export interface OpenRequest {
  /** Digits of the phone that a pairing code is for. */
  phone: string;
  method: 'qr' | 'code' | 'both';
  /** What {@link SessionStore.saveCredentials} wrote; null for a session that never was. */
  credentials: string | null;
  /** It was connected before, so that a refused login is its end. */
  wasOpen: boolean;
}

const batches = 2;
const firstQrSeconds = 60;
const nextQrSeconds = 20;
/** WhatsApp ends the socket when the references of its batch have run out, and the pairing code with it. */
const batchSeconds = firstQrSeconds + 5 * nextQrSeconds;
const passkeyRequest = 'CB:notification,type:passkey_prologue_request';

export class Session {
  #request: OpenRequest;
  #whatsapp: WhatsApp;
  #link: StoreLink;
  #emit: Emit;
  #patience: Patience;
  #store: SessionStore;
  #socket: WASocket | null = null;
  #timers = new Set<NodeJS.Timeout>();
  #batch = 1;
  #failures = 0;
  #isOpen = false;
  #wasOpen = false;
  #isOver = false;
  #needsPasskey = false;
  #hasAskedVersion = false;
  #waiting: ((isOpen: boolean) => void)[] = [];

  constructor(request: OpenRequest, whatsapp: WhatsApp, link: StoreLink, emit: Emit, patience = usualPatience) {
    [this.#request, this.#whatsapp, this.#link, this.#emit, this.#patience] = [request, whatsapp, link, emit, patience];
    const restored = request.credentials === null ? null : SessionStore.restore(link, request.credentials);
    // Credentials that no phone accepted may name one already, and would log in instead of registering.
    this.#store = restored?.isLinked ? restored : SessionStore.fresh(link);
    this.#wasOpen = request.wasOpen && this.#store.isLinked;
  }

  start(): void {
    this.#connect();
  }

  /** Leaves the device linked. */
  async close(): Promise<void> {
    this.#finish();
    await this.#store.flush().catch(() => {});
  }

  /** Unlinks the device at WhatsApp. False when that could not be done now. */
  async logout(): Promise<boolean> {
    if (this.#isOver || !this.#store.isLinked) {
      this.#finish();
      return true;
    }
    if (!(await this.#opened())) return this.#isOver || !this.#store.isLinked;
    const socket = this.#socket!;
    const answer = await unlink(socket, this.#patience.answerMs).catch(() => undefined);
    // WhatsApp may close the socket of the device that it removes instead of answering.
    if (!answer && !this.#isOver) return false;
    this.#finish();
    return true;
  }

  async send(to: string, text: string): Promise<SendResult> {
    if (!this.#socket || !this.#isOpen) return { refused: 'not_connected' };
    return sendText(this.#socket, to, text, this.#patience.answerMs);
  }

  #connect(): void {
    if (this.#isOver) return;
    const { socket, acknowledge } = openSocket(this.#store.state, this.#whatsapp, this.#patience);
    this.#socket = socket;
    this.#emit(this.#wasOpen || this.#store.isLinked ? 'reconnecting' : 'connecting');
    const pairing = { qr: 0, noQr: this.#after(this.#patience.noQrMs, () => this.#giveUpOnQr(socket)) };
    if (this.#store.isLinked) this.#cancel(pairing.noQr);
    socket.ev.on('creds.update', () => {
      if (this.#store.isLinked) void this.#store.saveCredentials().catch(() => {});
    });
    socket.ev.on('connection.update', (update) => {
      if (this.#socket !== socket) return;
      if (update.qr) {
        this.#cancel(pairing.noQr);
        void this.#offer(socket, update.qr, pairing.qr++);
      }
      if (update.isNewLogin) {
        this.#cancel(pairing.noQr);
        // What WhatsApp is told to be linked must not be lost with this process.
        const stored = this.#store.saveCredentials();
        acknowledge(stored);
        stored.then(() => this.#socket === socket && this.#emit('linking'), () => void socket.end(undefined));
      }
      if (update.connection === 'open') void this.#opening();
      if (update.connection === 'close') void this.#closed(update, pairing);
    });
    socket.ws.on(passkeyRequest, () => {
      this.#needsPasskey = true;
      this.#emit('passkey');
    });
  }

  async #offer(socket: WASocket, qr: string, place: number): Promise<void> {
    // The phone was asked for a passkey: a further QR code would end in the same.
    if (this.#needsPasskey) return;
    this.#failures = 0;
    const qrSeconds = this.#patience.qrMs === undefined ? (place === 0 ? firstQrSeconds : nextQrSeconds) : this.#patience.qrMs / 1000;
    const wantsCode = place === 0 && this.#request.method !== 'qr';
    const code = wantsCode ? await drawCode(socket, this.#request.phone, this.#patience.answerMs).catch(() => null) : null;
    if (this.#socket !== socket) return;
    if (wantsCode && !code && this.#request.method === 'code') return this.#end('limited');
    this.#emit('offer', { qr, qrSeconds, ...(code ? { code, codeSeconds: batchSeconds } : {}), codeRefused: wantsCode && !code });
  }

  async #opening(): Promise<void> {
    const me = this.#store.credentials.me;
    await this.#store.saveCredentials().catch(() => {});
    if (this.#isOver) return;
    [this.#isOpen, this.#wasOpen, this.#failures, this.#needsPasskey] = [true, true, 0, false];
    this.#emit('open', { identity: jidDecode(me?.id)?.user ?? '' });
    this.#tellWaiting(true);
  }

  async #closed(update: Partial<ConnectionState>, pairing: { noQr: NodeJS.Timeout }): Promise<void> {
    this.#cancel(pairing.noQr);
    [this.#socket, this.#isOpen] = [null, false];
    if (this.#isOver) return;
    switch (endingOf(update.lastDisconnect?.error)) {
      case 'restart':
        return this.#connect();
      case 'batch':
        return this.#nextBatch();
      case 'logged_out':
        // Accepted, and WhatsApp never got our acknowledgement: to WhatsApp this device does not exist.
        return this.#wasOpen ? this.#end('logged_out') : this.#nextBatch();
      case 'banned':
        return this.#end('banned');
      case 'replaced':
        return this.#end('replaced');
      case 'limited':
        return this.#store.isLinked ? this.#retry() : this.#end('limited');
      case 'outdated':
        return this.#renewVersion();
      case 'lost':
        if (this.#needsPasskey) return;
        return this.#retry();
    }
  }

  #nextBatch(): void {
    if (this.#needsPasskey) return;
    if (this.#batch >= batches) return this.#end('exhausted');
    this.#batch += 1;
    this.#store = SessionStore.fresh(this.#link);
    this.#connect();
  }

  #giveUpOnQr(socket: WASocket): void {
    if (this.#socket !== socket) return;
    // Its end is ours and must not be taken for a lost connection.
    this.#socket = null;
    void socket.end(undefined);
    this.#nextBatch();
  }

  #retry(): void {
    this.#failures += 1;
    // Before a phone accepted, credentials may have been spoilt by a pairing code that nobody typed.
    if (!this.#store.isLinked) this.#store = SessionStore.fresh(this.#link);
    this.#emit(this.#store.isLinked ? 'reconnecting' : 'unreachable');
    const { firstPauseMs, longestPauseMs } = this.#patience;
    this.#after(Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(this.#failures - 1, 10)), () => this.#connect());
  }

  /** WhatsApp refuses this client's version: it is tried once with the one that WhatsApp's own client has. */
  async #renewVersion(): Promise<void> {
    const used = this.#whatsapp.version.join('.');
    const wanted = (await this.#whatsapp.refresh()).current?.join('.') ?? null;
    if (this.#isOver) return;
    if (!this.#hasAskedVersion && !this.#whatsapp.isPinned && wanted !== null && wanted !== used) {
      this.#hasAskedVersion = true;
      return this.#connect();
    }
    this.#emit('outdated', { used, wanted });
    if (!this.#store.isLinked) return this.#finish();
    this.#after(this.#patience.longestPauseMs, () => this.#connect());
  }

  #opened(): Promise<boolean> {
    if (this.#isOpen) return Promise.resolve(true);
    if (this.#isOver) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#after(this.#patience.answerMs, () => resolve(false));
    });
  }

  #tellWaiting(isOpen: boolean): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const tell of waiting) tell(isOpen);
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    if (reason === 'logged_out') this.#store = SessionStore.fresh(this.#link);
    this.#emit('closed', { reason });
    this.#finish();
  }

  #finish(): void {
    this.#isOver = true;
    this.#isOpen = false;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    const socket = this.#socket;
    this.#socket = null;
    if (socket) void socket.end(undefined);
    this.#tellWaiting(false);
  }

  #after(ms: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  #cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }
}
