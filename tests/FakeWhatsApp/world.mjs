// The fake WhatsApp as a whole: the server that companions connect to, and the phones that are played.
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { fileURLToPath } from 'node:url';
import { Connection } from './connection.mjs';
import { WebSocketServer } from './library.mjs';
import { NoiseIdentity } from './noise.mjs';
import { Phones } from './phones.mjs';

const file = (name) => fileURLToPath(new URL(name, import.meta.url));

export class World {
  identity = new NoiseIdentity();
  phones = new Phones();
  connections = new Set();
  mode = 'normal';
  batch = 6;
  silent = false;
  currentRevision = 1027934701;
  wantedRevision = 0;
  #log;
  #server;
  #admin;

  constructor(log = () => {}) {
    this.#log = log;
  }

  async start(port = 0, phonesPort = 0) {
    this.#server = https.createServer({ key: fs.readFileSync(file('localhost.key')), cert: fs.readFileSync(file('localhost.pem')) },
      (_, response) => response.end(`self.__wa={"client_revision":${this.currentRevision}}`));
    new WebSocketServer({ server: this.#server }).on('connection', (socket) => {
      if (this.mode === 'down') return socket.terminate();
      this.connections.add(new Connection(this, socket));
    });
    this.#admin = http.createServer((request, response) => void this.#play(request, response));
    await Promise.all([listen(this.#server, port), listen(this.#admin, phonesPort)]);
    return {
      url: `wss://localhost:${this.#server.address().port}/ws/chat`,
      rootKey: this.identity.rootKey,
      certificate: file('localhost.pem'),
      phones: `http://127.0.0.1:${this.#admin.address().port}`,
    };
  }

  async stop() {
    // Closing would wait for clients that connect from now on.
    this.mode = 'down';
    for (const connection of this.connections) connection.drop();
    this.#server.closeAllConnections();
    this.#admin.closeAllConnections();
    await Promise.all([new Promise((done) => this.#server.close(done)), new Promise((done) => this.#admin.close(done))]);
  }

  log(text) {
    this.#log(text);
  }

  async #play(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    let status = 200;
    let answer;
    try {
      answer = await this.act(new URL(request.url, 'http://phones'), Buffer.concat(chunks).toString());
    } catch (error) {
      [status, answer] = [error.status ?? 500, { error: error.message }];
    }
    response.statusCode = status;
    response.end(`${JSON.stringify(answer ?? { ok: true })}\n`);
  }

  act(url, body) {
    const phone = url.searchParams.get('phone');
    const connected = () => [...this.connections].filter((connection) => !phone || connection.phone === phone);
    switch (url.pathname) {
      case '/mode':
        this.mode = url.searchParams.get('m');
        return { mode: this.mode };
      case '/version':
        this.currentRevision = this.wantedRevision = Number(url.searchParams.get('v').split('.')[2]);
        return { wanted: this.wantedRevision };
      case '/refs':
        this.batch = Number(url.searchParams.get('n'));
        return { batch: this.batch };
      case '/silence':
        this.silent = url.searchParams.get('on') !== 'false';
        return { silent: this.silent };
      case '/state':
        return { mode: this.mode, connections: [...this.connections].map((connection) => connection.summary) };
      case '/linked':
        return { linked: this.phones.of(phone).companion !== null };
      case '/scan': {
        const [reference, , , secret] = body.slice(body.indexOf('#') + 1).split(',');
        const scanned = [...this.connections].find((connection) => connection.references.includes(reference));
        if (!scanned) throw refusal('unknown or expired reference');
        return void scanned.accept(phone, secret);
      }
      case '/code': {
        const asked = [...this.connections].reverse().find((connection) => connection.codeFor === phone);
        if (!asked) throw refusal('no pairing code was asked for this phone');
        return asked.typeCode(phone, url.searchParams.get('code').replace('-', ''));
      }
      case '/unlink':
        this.phones.of(phone).companion = null;
        return void connected().forEach((connection) =>
          connection.end({ attrs: { code: '401' }, content: [{ tag: 'conflict', attrs: { type: 'device_removed' } }] }));
      case '/ban':
        this.phones.of(phone).banned = true;
        return void connected().forEach((connection) => connection.drop());
      case '/replace':
        return void connected().forEach((connection) =>
          connection.end({ attrs: {}, content: [{ tag: 'conflict', attrs: { type: 'replaced' } }] }));
      case '/drop':
        return void connected().forEach((connection) => connection.drop());
      default:
        throw refusal('no such act');
    }
  }
}

function refusal(text) {
  return Object.assign(new Error(text), { status: 404 });
}

function listen(server, port) {
  return new Promise((done, fail) => server.once('error', fail).listen(port, '127.0.0.1', done));
}
