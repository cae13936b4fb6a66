// One socket to WhatsApp: no history, not online, nothing kept of any chat.
import makeWASocket, { type AuthenticationState, isJidBroadcast, isJidGroup, isJidNewsletter, type WASocket } from 'baileys';
import type { Patience } from './patience.js';
import { silence } from './quiet.js';
import type { WhatsApp } from './whatsapp.js';

export interface OpenedSocket {
  socket: WASocket;
  /** What the library sends from now on waits for the promise. */
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
    generateHighQualityLinkPreview: false,
  });
  return { socket, acknowledge: holdSending(socket) };
}

/** Lets what the library sends wait for a promise, in its order. */
function holdSending(socket: WASocket): (until: Promise<void>) => void {
  let gate: Promise<void> | null = null;
  const wire = (socket.ws as unknown as { socket: { send(data: unknown, done?: (error?: Error) => void): void } }).socket;
  const send = wire.send.bind(wire);
  wire.send = (data, done) => {
    if (gate === null) return send(data, done);
    gate = gate.then(() => send(data, done));
  };
  return (until) => {
    const held: Promise<void> = until.catch(() => {}).then(() => {});
    gate = held;
    void held.then(() => {
      // Nothing was held meanwhile, or it has been sent.
      if (gate === held) gate = null;
    });
  };
}
