// One socket to WhatsApp: no history, not online, nothing kept of any chat.
import makeWASocket, { type AuthenticationState, isJidBroadcast, isJidGroup, isJidNewsletter, type WASocket } from 'baileys';
import { disableIdleStorages, weakenCacheTimers } from './leaks.js';
import type { Patience } from './patience.js';
import { silence } from './quiet.js';
import type { WhatsApp } from './whatsapp.js';

disableIdleStorages();
weakenCacheTimers();

export interface OpenedSocket {
  socket: WASocket;
  /** What the library sends from now on waits for the promise, and is never sent where it fails. */
  acknowledge(until: Promise<void>): void;
}

export function openSocket(auth: AuthenticationState, whatsapp: WhatsApp, patience: Patience): OpenedSocket {
  const socket = makeWASocket({
    auth,
    version: whatsapp.version,
    browser: whatsapp.browser,
    waWebSocketUrl: whatsapp.url,
    agent: whatsapp.agent,
    logger: silence,
    connectTimeoutMs: patience.connectMs,
    ...(patience.qrMs === undefined ? {} : { qrTimeout: patience.qrMs }),
    markOnlineOnConnect: false,
    syncFullHistory: false,
    shouldSyncHistoryMessage: () => false,
    shouldIgnoreJid: (jid) => Boolean(isJidGroup(jid) || isJidBroadcast(jid) || isJidNewsletter(jid)),
    emitOwnEvents: false,
    getMessage: async () => undefined,
    // It would keep what was sent, for phones that ask for it again.
    enableRecentMessageCache: false,
    generateHighQualityLinkPreview: false,
  });
  return { socket, acknowledge: holdSending(socket) };
}

/** Null when WhatsApp refuses a pairing code, as it does to those who ask too often. */
export async function drawCode(socket: WASocket, phone: string, answerMs: number): Promise<string | null> {
  const isTaken = new Promise<boolean>((resolve) => {
    const late = setTimeout(() => resolve(false), answerMs);
    const settle = (isGood: boolean): void => {
      clearTimeout(late);
      resolve(isGood);
    };
    socket.ws.once('CB:iq,,link_code_companion_reg', () => settle(true));
    socket.ws.once('CB:iq,type:error', () => settle(false));
    socket.ws.once('close', () => settle(false));
  });
  const code = await socket.requestPairingCode(phone);
  return (await isTaken) ? code : null;
}

/** Takes this device out of the phone's list; undefined where WhatsApp does not answer. */
export function unlink(socket: WASocket, answerMs: number): Promise<unknown> {
  const device = { tag: 'remove-companion-device', attrs: { jid: socket.user!.id, reason: 'user_initiated' } };
  const attrs = { to: 's.whatsapp.net', type: 'set', id: socket.generateMessageTag(), xmlns: 'md' };
  return socket.query({ tag: 'iq', attrs, content: [device] }, answerMs);
}

/** Lets what the library sends wait for a promise, in its order. */
function holdSending(socket: WASocket): (until: Promise<void>) => void {
  let gate: Promise<void> | null = null;
  const wire = (socket.ws as unknown as { socket: { send(data: unknown, done?: (error?: Error) => void): void } }).socket;
  const send = wire.send.bind(wire);
  wire.send = (data, done) => {
    if (gate === null) return send(data, done);
    gate = gate.then(() => send(data, done));
    gate.catch((error: Error) => done?.(error));
  };
  return (until) => {
    gate = until;
    // Nothing was held meanwhile. What was held is sent in its order, and all that follows it.
    until.then(() => gate === until && (gate = null), () => {});
  };
}
