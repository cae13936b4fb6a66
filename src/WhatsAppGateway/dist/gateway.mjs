// src/main.ts
import { createInterface as createInterface2 } from "node:readline";

// src/channel.ts
import net from "node:net";
import { createInterface } from "node:readline";
var RefusedError = class extends Error {
  constructor(code) {
    super(`The application refused: ${code}`);
    this.code = code;
  }
  code;
};
var Channel = class _Channel {
  #socket;
  #handlers = {};
  #pending = /* @__PURE__ */ new Map();
  #nextId = 1;
  constructor(socket) {
    this.#socket = socket;
    createInterface({ input: socket }).on("line", (line) => this.#line(line));
  }
  /** @param secret proves to the application that the process it started is the one that connects */
  static async connect(address, secret) {
    const socket = net.connect(address);
    await new Promise((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    socket.write(`${secret}
`);
    return new _Channel(socket);
  }
  serve(handlers) {
    this.#handlers = handlers;
  }
  onClose(act) {
    this.#socket.on("close", act);
    this.#socket.on("error", () => {
    });
  }
  request(call, body) {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#write({ ...body, id, call });
    });
  }
  event(event, body) {
    this.#write({ ...body, event });
  }
  #write(message) {
    if (this.#socket.writable) this.#socket.write(`${JSON.stringify(message)}
`);
  }
  #line(line) {
    const message = JSON.parse(line);
    const id = Number(message["id"]);
    if (typeof message["call"] === "string") {
      void this.#answer(id, message["call"], message);
      return;
    }
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (typeof message["error"] === "string") pending?.reject(new RefusedError(message["error"]));
    else pending?.resolve(message);
  }
  async #answer(id, call, request) {
    try {
      const handler = this.#handlers[call];
      if (!handler) throw new Error(`No such call: ${call}`);
      this.#write({ ...await handler(request), id });
    } catch (error) {
      this.#write({ id, error: error instanceof Error ? error.message : String(error) });
    }
  }
};

// src/quiet.ts
var nothing = () => {
};
var silence = {
  level: "silent",
  child: () => silence,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing
};
var nameOf = (thrown) => thrown instanceof Error ? thrown.name : "rejection";
function quietConsole() {
  for (const [name, method] of Object.entries(console)) {
    if (typeof method === "function" && name !== "Console") console[name] = nothing;
  }
  process.on("uncaughtException", (error) => {
    process.stderr.write(`${nameOf(error)}
`, () => process.exit(1));
  });
  process.on("unhandledRejection", (reason) => process.stderr.write(`${nameOf(reason)}
`));
}

// src/patience.ts
var usualPatience = {
  noQrMs: 1e4,
  connectMs: 1e4,
  answerMs: 15e3,
  firstPauseMs: 500,
  longestPauseMs: 3e4
};

// src/session.ts
import { jidDecode } from "baileys";

// src/endings.ts
var endings = {
  401: "logged_out",
  // An account is locked (402), banned for a while (403) or for good (406).
  402: "banned",
  403: "banned",
  406: "banned",
  // 409 and 411 are answers to clients of another age, too.
  405: "outdated",
  409: "outdated",
  411: "outdated",
  429: "limited",
  440: "replaced",
  515: "restart"
};
var refsUsedUp = "QR refs attempts ended";
function endingOf(error) {
  const { message, output } = error ?? {};
  return message === refsUsedUp ? "batch" : endings[output?.statusCode ?? 0] ?? "lost";
}

// src/sending.ts
import { generateMessageIDV2 } from "baileys";
async function sendText(socket, to, text, answerMs) {
  const found = await socket.onWhatsApp(`${to}@s.whatsapp.net`).catch(() => void 0);
  if (!found) return { refused: "not_connected" };
  const recipient = found.find((result) => result.exists)?.jid;
  if (!recipient) return { refused: "not_on_whatsapp" };
  const id = generateMessageIDV2(socket.user?.id);
  const acknowledged = socket.waitForMessage(id, answerMs).catch(() => void 0);
  try {
    await socket.sendMessage(recipient, { text, linkPreview: null }, { messageId: id });
  } catch {
    return { unknown: true };
  }
  const answer = await acknowledged;
  if (!answer) return { unknown: true };
  return answer.attrs?.["error"] ? { refused: "rejected" } : { messageId: id };
}

// src/socket.ts
import makeWASocket, { isJidBroadcast, isJidGroup, isJidNewsletter } from "baileys";

// src/leaks.ts
import { AsyncLocalStorage } from "node:async_hooks";
import { NodeCache } from "@cacheable/node-cache";
function disableIdleStorages() {
  const run2 = AsyncLocalStorage.prototype.run;
  const running = /* @__PURE__ */ new WeakMap();
  const count = (storage, step) => {
    const now = (running.get(storage) ?? 0) + step;
    running.set(storage, now);
    return now;
  };
  AsyncLocalStorage.prototype.run = function(store, act, ...given) {
    count(this, 1);
    let result;
    const end = () => void (count(this, -1) === 0 && this.disable());
    try {
      result = run2.call(this, store, () => act(...given));
    } finally {
      if (result instanceof Promise) result.then(end, end);
      else end();
    }
    return result;
  };
}
function weakenCacheTimers() {
  NodeCache.prototype.startInterval = function() {
    const cache = new WeakRef(this);
    const timer = setInterval(() => {
      const held = cache.deref();
      if (held) held.checkData();
      else clearInterval(timer);
    }, (this.options.checkperiod ?? 600) * 1e3).unref();
  };
}

// src/socket.ts
disableIdleStorages();
weakenCacheTimers();
function openSocket(auth, whatsapp, patience) {
  const socket = makeWASocket({
    auth,
    version: whatsapp.version,
    browser: whatsapp.browser,
    waWebSocketUrl: whatsapp.url,
    agent: whatsapp.agent,
    logger: silence,
    connectTimeoutMs: patience.connectMs,
    ...patience.qrMs === void 0 ? {} : { qrTimeout: patience.qrMs },
    markOnlineOnConnect: false,
    syncFullHistory: false,
    shouldSyncHistoryMessage: () => false,
    shouldIgnoreJid: (jid) => Boolean(isJidGroup(jid) || isJidBroadcast(jid) || isJidNewsletter(jid)),
    emitOwnEvents: false,
    getMessage: async () => void 0,
    // It would keep what was sent, for phones that ask for it again.
    enableRecentMessageCache: false,
    generateHighQualityLinkPreview: false
  });
  return { socket, acknowledge: holdSending(socket) };
}
async function drawCode(socket, phone, answerMs) {
  const isTaken = new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), answerMs);
    const settle = (isGood) => {
      clearTimeout(late);
      resolve(isGood);
    };
    socket.ws.once("CB:iq,,link_code_companion_reg", () => settle(true));
    socket.ws.once("CB:iq,type:error", () => settle(false));
    socket.ws.once("close", () => settle(false));
  });
  const code = await socket.requestPairingCode(phone);
  return await isTaken ? code : null;
}
function unlink(socket, answerMs) {
  const device = { tag: "remove-companion-device", attrs: { jid: socket.user.id, reason: "user_initiated" } };
  const attrs = { to: "s.whatsapp.net", type: "set", id: socket.generateMessageTag(), xmlns: "md" };
  return socket.query({ tag: "iq", attrs, content: [device] }, answerMs);
}
function holdSending(socket) {
  let gate = null;
  const wire = socket.ws.socket;
  const send = wire.send.bind(wire);
  wire.send = (data, done) => {
    if (gate === null) return send(data, done);
    gate = gate.then(() => send(data, done));
    gate.catch((error) => done?.(error));
  };
  return (until) => {
    gate = until;
    until.then(() => gate === until && (gate = null), () => {
    });
  };
}

// src/store.ts
import { createHmac, randomBytes } from "node:crypto";
import {
  BufferJSON,
  initAuthCreds,
  proto
} from "baileys";
var batchMs = 20;
var mostCached = 500;
var idBytes = 16;
var CorruptCredentialsError = class extends Error {
};
var SessionStore = class _SessionStore {
  credentials;
  #link;
  /** Keys are found by it: the stored keys alone do not tell whose they are. */
  #index;
  #cache = /* @__PURE__ */ new Map();
  #batch = { keys: {} };
  #due = null;
  #tail = Promise.resolve();
  constructor(link, credentials, index) {
    this.#link = link;
    this.credentials = credentials;
    this.#index = index;
  }
  static fresh(link) {
    return new _SessionStore(link, initAuthCreds(), randomBytes(32));
  }
  static restore(link, stored) {
    try {
      const { index, credentials } = JSON.parse(stored, BufferJSON.reviver);
      if (!Buffer.isBuffer(index) || !credentials.noiseKey.private || !credentials.signedIdentityKey.private) throw new Error("incomplete");
      return new _SessionStore(link, credentials, index);
    } catch {
      throw new CorruptCredentialsError("The stored credentials cannot be read");
    }
  }
  /** A phone accepted this device: WhatsApp knows its keys. */
  get isLinked() {
    return this.credentials.account !== void 0 && this.credentials.me !== void 0;
  }
  get state() {
    return {
      creds: this.credentials,
      keys: { get: (type, ids) => this.#get(type, ids), set: (data) => this.#set(data) }
    };
  }
  saveCredentials() {
    this.#batch.credentials = JSON.stringify({ index: this.#index, credentials: this.credentials }, BufferJSON.replacer);
    return this.#write();
  }
  /** Waits until everything is stored. */
  flush() {
    return this.#due ?? this.#tail;
  }
  async #get(type, ids) {
    const places = new Map(ids.map((id) => [id, this.#place(type, id)]));
    const missing = [...places.values()].filter((place) => !this.#cache.has(place));
    if (missing.length > 0) {
      const read = await this.#link.read(missing);
      for (const place of missing) if (!this.#cache.has(place)) this.#remember(place, read[place] ?? null);
    }
    const found = {};
    for (const [id, place] of places) {
      const text = this.#cache.get(place);
      if (text) found[id] = revive(type, text);
    }
    return found;
  }
  async #set(data) {
    for (const [type, values] of Object.entries(data)) {
      for (const [id, value] of Object.entries(values ?? {})) {
        const place = this.#place(type, id);
        const text = value ? JSON.stringify(value, BufferJSON.replacer) : null;
        this.#remember(place, text);
        this.#batch.keys[place] = text;
      }
    }
    await this.#write();
  }
  /** One batch at a time, so that a later value never arrives before an earlier one. */
  #write() {
    this.#due ??= this.#tail.then(() => new Promise((resolve) => setTimeout(resolve, batchMs))).then(() => {
      const batch = this.#batch;
      [this.#batch, this.#due] = [{ keys: {} }, null];
      const written = this.#link.write(batch);
      this.#tail = written.catch(() => {
      });
      return written;
    });
    return this.#due;
  }
  #remember(place, text) {
    this.#cache.delete(place);
    this.#cache.set(place, text);
    for (const oldest of this.#cache.keys()) {
      if (this.#cache.size <= mostCached || oldest in this.#batch.keys) break;
      this.#cache.delete(oldest);
    }
  }
  #place(type, id) {
    return createHmac("sha256", this.#index).update(`${type}/${id}`).digest().subarray(0, idBytes).toString("hex");
  }
};
function revive(type, text) {
  const value = JSON.parse(text, BufferJSON.reviver);
  return type === "app-state-sync-key" ? proto.Message.AppStateSyncKeyData.fromObject(value) : value;
}

// src/session.ts
var batches = 2;
var firstQrSeconds = 60;
var nextQrSeconds = 20;
var batchSeconds = firstQrSeconds + 5 * nextQrSeconds;
var passkeyRequest = "CB:notification,type:passkey_prologue_request";
var Session = class {
  #request;
  #whatsapp;
  #link;
  #emit;
  #patience;
  #store;
  #socket = null;
  #timers = /* @__PURE__ */ new Set();
  #batch = 1;
  #failures = 0;
  #isOpen = false;
  #wasOpen = false;
  #isOver = false;
  #needsPasskey = false;
  #hasAskedVersion = false;
  #waiting = [];
  constructor(request, whatsapp, link, emit, patience = usualPatience) {
    [this.#request, this.#whatsapp, this.#link, this.#emit, this.#patience] = [request, whatsapp, link, emit, patience];
    const restored = request.credentials === null ? null : SessionStore.restore(link, request.credentials);
    this.#store = restored?.isLinked ? restored : SessionStore.fresh(link);
    this.#wasOpen = request.wasOpen && this.#store.isLinked;
  }
  start() {
    this.#connect();
  }
  /** Leaves the device linked. */
  async close() {
    this.#finish();
    await this.#store.flush().catch(() => {
    });
  }
  /** Unlinks the device at WhatsApp. False when that could not be done now. */
  async logout() {
    if (this.#isOver || !this.#store.isLinked) {
      this.#finish();
      return true;
    }
    if (!await this.#opened()) return this.#isOver || !this.#store.isLinked;
    const socket = this.#socket;
    const answer = await unlink(socket, this.#patience.answerMs).catch(() => void 0);
    if (!answer && !this.#isOver) return false;
    this.#finish();
    return true;
  }
  async send(to, text) {
    if (!this.#socket || !this.#isOpen) return { refused: "not_connected" };
    return sendText(this.#socket, to, text, this.#patience.answerMs);
  }
  #connect() {
    if (this.#isOver) return;
    const { socket, acknowledge } = openSocket(this.#store.state, this.#whatsapp, this.#patience);
    this.#socket = socket;
    this.#emit(this.#wasOpen || this.#store.isLinked ? "reconnecting" : "connecting");
    const pairing = { qr: 0, noQr: this.#after(this.#patience.noQrMs, () => this.#giveUpOnQr(socket)) };
    if (this.#store.isLinked) this.#cancel(pairing.noQr);
    socket.ev.on("creds.update", () => {
      if (this.#store.isLinked) void this.#store.saveCredentials().catch(() => {
      });
    });
    socket.ev.on("connection.update", (update) => {
      if (this.#socket !== socket) return;
      if (update.qr) {
        this.#cancel(pairing.noQr);
        void this.#offer(socket, update.qr, pairing.qr++);
      }
      if (update.isNewLogin) {
        this.#cancel(pairing.noQr);
        const stored = this.#store.saveCredentials();
        acknowledge(stored);
        stored.then(() => this.#socket === socket && this.#emit("linking"), () => void socket.end(void 0));
      }
      if (update.connection === "open") void this.#opening();
      if (update.connection === "close") void this.#closed(update, pairing);
    });
    socket.ws.on(passkeyRequest, () => {
      this.#needsPasskey = true;
      this.#emit("passkey");
    });
  }
  async #offer(socket, qr, place) {
    if (this.#needsPasskey) return;
    this.#failures = 0;
    const qrSeconds = this.#patience.qrMs === void 0 ? place === 0 ? firstQrSeconds : nextQrSeconds : this.#patience.qrMs / 1e3;
    const wantsCode = place === 0 && this.#request.method !== "qr";
    const code = wantsCode ? await drawCode(socket, this.#request.phone, this.#patience.answerMs).catch(() => null) : null;
    if (this.#socket !== socket) return;
    if (wantsCode && !code && this.#request.method === "code") return this.#end("limited");
    this.#emit("offer", { qr, qrSeconds, ...code ? { code, codeSeconds: batchSeconds } : {}, codeRefused: wantsCode && !code });
  }
  async #opening() {
    const me = this.#store.credentials.me;
    await this.#store.saveCredentials().catch(() => {
    });
    if (this.#isOver) return;
    [this.#isOpen, this.#wasOpen, this.#failures, this.#needsPasskey] = [true, true, 0, false];
    this.#emit("open", { identity: jidDecode(me?.id)?.user ?? "" });
    this.#tellWaiting(true);
  }
  async #closed(update, pairing) {
    this.#cancel(pairing.noQr);
    [this.#socket, this.#isOpen] = [null, false];
    if (this.#isOver) return;
    switch (endingOf(update.lastDisconnect?.error)) {
      case "restart":
        return this.#connect();
      case "batch":
        return this.#nextBatch();
      case "logged_out":
        return this.#wasOpen ? this.#end("logged_out") : this.#nextBatch();
      case "banned":
        return this.#end("banned");
      case "replaced":
        return this.#end("replaced");
      case "limited":
        return this.#store.isLinked ? this.#retry() : this.#end("limited");
      case "outdated":
        return this.#renewVersion();
      case "lost":
        if (this.#needsPasskey) return;
        return this.#retry();
    }
  }
  #nextBatch() {
    if (this.#needsPasskey) return;
    if (this.#batch >= batches) return this.#end("exhausted");
    this.#batch += 1;
    this.#store = SessionStore.fresh(this.#link);
    this.#connect();
  }
  #giveUpOnQr(socket) {
    if (this.#socket !== socket) return;
    this.#socket = null;
    void socket.end(void 0);
    this.#nextBatch();
  }
  #retry() {
    this.#failures += 1;
    if (!this.#store.isLinked) this.#store = SessionStore.fresh(this.#link);
    this.#emit(this.#store.isLinked ? "reconnecting" : "unreachable");
    const { firstPauseMs, longestPauseMs } = this.#patience;
    this.#after(Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(this.#failures - 1, 10)), () => this.#connect());
  }
  /** WhatsApp refuses this client's version: it is tried once with the one that WhatsApp's own client has. */
  async #renewVersion() {
    const used = this.#whatsapp.version.join(".");
    const wanted = (await this.#whatsapp.refresh()).current?.join(".") ?? null;
    if (this.#isOver) return;
    if (!this.#hasAskedVersion && !this.#whatsapp.isPinned && wanted !== null && wanted !== used) {
      this.#hasAskedVersion = true;
      return this.#connect();
    }
    this.#emit("outdated", { used, wanted });
    if (!this.#store.isLinked) return this.#finish();
    this.#after(this.#patience.longestPauseMs, () => this.#connect());
  }
  #opened() {
    if (this.#isOpen) return Promise.resolve(true);
    if (this.#isOver) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#after(this.#patience.answerMs, () => resolve(false));
    });
  }
  #tellWaiting(isOpen) {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const tell of waiting) tell(isOpen);
  }
  #end(reason) {
    if (this.#isOver) return;
    if (reason === "logged_out") this.#store = SessionStore.fresh(this.#link);
    this.#emit("closed", { reason });
    this.#finish();
  }
  #finish() {
    this.#isOver = true;
    this.#isOpen = false;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    const socket = this.#socket;
    this.#socket = null;
    if (socket) void socket.end(void 0);
    this.#tellWaiting(false);
  }
  #after(ms, act) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }
  #cancel(timer) {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }
};

// src/sessions.ts
var Sessions = class {
  #running = /* @__PURE__ */ new Map();
  #channel;
  #whatsapp;
  #patience;
  constructor(channel, whatsapp, patience) {
    [this.#channel, this.#whatsapp, this.#patience] = [channel, whatsapp, patience];
    channel.serve({
      open: (request) => this.#open(request),
      close: (request) => this.#end(request, async (session) => (await session.close(), true)),
      logout: (request) => this.#end(request, (session) => session.logout()),
      send: (request) => this.#send(request)
    });
  }
  async #open(request) {
    const number = String(request["number"]);
    const opening = Number(request["opening"]);
    await this.#running.get(number)?.session.close();
    const wanted = {
      phone: String(request["phone"]),
      method: request["method"],
      credentials: request["credentials"] ?? null,
      wasOpen: request["wasOpen"] === true
    };
    const emit = (event, body = {}) => {
      if (this.#running.get(number)?.opening === opening) this.#channel.event(event, { ...body, number, opening });
    };
    try {
      const session = new Session(wanted, this.#whatsapp, this.#storeOf(number, opening), emit, this.#patience);
      this.#running.set(number, { opening, session });
      session.start();
      return { ok: true };
    } catch (error) {
      this.#running.delete(number);
      if (error instanceof CorruptCredentialsError) return { corrupt: true };
      throw error;
    }
  }
  async #end(request, act) {
    const number = String(request["number"]);
    const running = this.#running.get(number);
    if (!running) return { ok: true, running: false };
    const isDone = await act(running.session);
    if (isDone && this.#running.get(number) === running) this.#running.delete(number);
    return { ok: isDone, running: true };
  }
  async #send(request) {
    const session = this.#running.get(String(request["number"]))?.session;
    const result = session ? await session.send(String(request["to"]), String(request["text"])) : { refused: "not_connected" };
    return { ...result };
  }
  #storeOf(number, opening) {
    return {
      read: async (ids) => (await this.#channel.request("read", { number, opening, ids }))["keys"],
      write: async (batch) => {
        try {
          await this.#channel.request("write", { number, opening, ...batch });
        } catch (error) {
          if (error instanceof RefusedError && error.code === "NOT_OWNER") void this.#running.get(number)?.session.close();
          throw error;
        }
      }
    };
  }
};

// src/whatsapp.ts
import { readFileSync } from "node:fs";
import https from "node:https";
import { DEFAULT_CONNECTION_CONFIG } from "baileys";
import { WA_CERT_DETAILS } from "baileys/lib/Defaults/index.js";
var mostRead = 4 * 1024 * 1024;
var browsers = /^(?<browser>Chrome|Firefox|Edge|Safari|Opera) \((?<system>.{1,60})\)$/;
var WhatsApp = class {
  constructor(settings, askWithinMs = 4e3) {
    this.askWithinMs = askWithinMs;
    this.url = settings.url ?? String(DEFAULT_CONNECTION_CONFIG.waWebSocketUrl);
    this.agent = new https.Agent(settings.certificate ? { ca: readFileSync(settings.certificate) } : {});
    this.browser = browserOf(settings.deviceName);
    this.#pinned = settings.version ? parseVersion(settings.version) : null;
    this.#version = this.#pinned ?? DEFAULT_CONNECTION_CONFIG.version;
    if (settings.rootKey) WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(settings.rootKey, "hex");
  }
  askWithinMs;
  url;
  agent;
  browser;
  /** From the settings; it is used whatever WhatsApp says. */
  #pinned;
  #version;
  #asking = null;
  get version() {
    return this.#version;
  }
  get isPinned() {
    return this.#pinned !== null;
  }
  /** Asks which version WhatsApp's own client has now; that is used from here on. */
  refresh() {
    this.#asking ??= this.#ask().finally(() => this.#asking = null);
    return this.#asking;
  }
  async #ask() {
    try {
      const answer = await ask(new URL("/sw.js", this.url.replace(/^ws/, "http")), this.agent, this.askWithinMs);
      const revision = /\\?"client_revision\\?":\s*(\d+)/.exec(answer.text)?.[1];
      const current = revision ? [this.#version[0], this.#version[1], Number(revision)] : null;
      if (current && !this.isPinned) this.#version = current;
      return { current, failure: null, aheadSeconds: answer.aheadSeconds };
    } catch (error) {
      return { current: null, failure: error.code ?? nameOf(error), aheadSeconds: 0 };
    }
  }
};
function parseVersion(text) {
  const parts = text.split(".").map(Number);
  if (parts.length !== 3 || parts.some((part) => !Number.isSafeInteger(part) || part < 0)) throw new Error(`No version: ${text}`);
  return parts;
}
function browserOf(deviceName = "Chrome (Mac OS)") {
  const named = browsers.exec(deviceName)?.groups;
  return named ? [named["system"], named["browser"], "14.4.1"] : [deviceName, "Chrome", "14.4.1"];
}
function ask(url, agent, withinMs) {
  const headers = { "sec-fetch-site": "none", "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36" };
  return new Promise((resolve, reject) => {
    const request = https.get(url, { agent, headers, signal: AbortSignal.timeout(withinMs) }, (response) => {
      const sent = Date.parse(response.headers.date ?? "");
      const aheadSeconds = Number.isNaN(sent) ? 0 : Math.round((Date.now() - sent) / 1e3);
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part) => {
        text += part;
        if (text.length > mostRead) response.destroy();
      });
      response.on("error", reject);
      response.on("close", () => resolve({ text, aheadSeconds }));
    });
    request.on("error", reject);
  });
}

// src/main.ts
var refreshVersionMs = 6 * 60 * 60 * 1e3;
var unreachedMs = 15 * 1e3;
async function run(settings) {
  const whatsapp = new WhatsApp(settings);
  const first = await whatsapp.refresh();
  const channel = await Channel.connect(settings.address, settings.secret);
  channel.onClose(() => process.exit(0));
  new Sessions(channel, whatsapp, { ...usualPatience, ...settings.patience });
  const report = ({ current, ...asked }) => {
    channel.event("ready", { version: whatsapp.version.join("."), current: current?.join(".") ?? null, ...asked });
    setTimeout(() => void whatsapp.refresh().then(report), current ? refreshVersionMs : unreachedMs);
  };
  report(first);
}
quietConsole();
var input = createInterface2({ input: process.stdin });
input.once("line", (line) => {
  run(JSON.parse(line)).catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}
`);
    process.exit(1);
  });
});
input.once("close", () => process.exit(0));
