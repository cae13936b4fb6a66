// The process as the application starts it: what it says of WhatsApp, and what it must never print.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import https from 'node:https';
import net from 'node:net';
import { readFileSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WhatsApp, type WhatsAppSettings } from '../src/whatsapp.js';
import { type FakeWhatsApp, fakeWhatsApp } from './rig.js';

let fake: FakeWhatsApp;
before(async () => (fake = await fakeWhatsApp()));
after(() => fake.stop());

type Message = Record<string, unknown>;

/** The application's side of the channel, which stores nothing. */
class Application {
  printed = '';
  #messages: Message[] = [];
  #waiting: (() => void)[] = [];

  private constructor(readonly process: ChildProcess, readonly socket: net.Socket, lines: Interface) {
    lines.on('line', (line) => {
      const message = JSON.parse(line) as Message;
      if (message['call']) return this.write({ id: message['id'], keys: {} });
      this.#messages.push(message);
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  static async start(settings: WhatsAppSettings): Promise<Application> {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const child = spawn(process.execPath, [fileURLToPath(new URL('../src/main.js', import.meta.url))], { stdio: 'pipe' });
    const address = { host: '127.0.0.1', port: (server.address() as net.AddressInfo).port };
    child.stdin.write(`${JSON.stringify({ ...settings, address, secret: 'secret' })}\n`);
    const [socket] = (await once(server, 'connection')) as [net.Socket];
    server.close();
    const lines = createInterface({ input: socket });
    await once(lines, 'line');
    const application = new Application(child, socket, lines);
    child.stdout.on('data', (text: Buffer) => (application.printed += text.toString()));
    child.stderr.on('data', (text: Buffer) => (application.printed += text.toString()));
    return application;
  }

  write(message: Message): void {
    this.socket.write(`${JSON.stringify(message)}\n`);
  }

  /** The event of its kind that is the n-th. */
  until(event: string, n = 1): Promise<Message> {
    return this.#find(() => this.#messages.filter((message) => message['event'] === event)[n - 1]);
  }

  answer(id: number): Promise<Message> {
    return this.#find(() => this.#messages.find((message) => message['id'] === id));
  }

  async #find(search: () => Message | undefined): Promise<Message> {
    for (;;) {
      const found = search();
      if (found) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async stop(): Promise<void> {
    this.process.stdin!.end();
    if (this.process.exitCode === null) await once(this.process, 'exit');
  }
}

test('nothing is printed of a session, whatever the libraries print', async (context) => {
  const { url, rootKey, certificate } = fake;
  const application = await Application.start({ url, rootKey, certificate });
  context.after(() => application.stop());
  const number = 'n1';
  application.write({ id: 1, call: 'open', number, opening: 1, phone: '5521977770001', method: 'qr' });
  const offer = await application.until('offer');
  await fake.play('/scan?phone=5521977770001', String(offer['qr']));
  // A text on a second socket has keys fetched anew for its recipient: libsignal closes the session that it had with all its keys in hand.
  for (const id of [2, 3]) {
    await application.until('open', id - 1);
    application.write({ id, call: 'send', number, to: '5511912345678', text: 'Olá' });
    assert.ok((await application.answer(id))['messageId']);
    await fake.play('/drop');
  }
  await application.stop();

  assert.equal(application.printed, '');
});

test('of an exception that nobody caught only the name is printed', () => {
  const quiet = new URL('../src/quiet.js', import.meta.url).href;
  const program = `(await import('${quiet}')).quietConsole(); setTimeout(() => { throw Object.assign(new Error('rootKey'), { key: 'rootKey' }); });`;
  const ended = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });

  assert.deepEqual([ended.status, ended.stdout, ended.stderr], [1, '', 'Error\n']);
});

describe('a WhatsApp that is not reached', () => {
  const failureAt = async (url: string, certificate?: string): Promise<string | null> =>
    (await new WhatsApp({ url, ...(certificate ? { certificate } : {}) }, 200).refresh()).failure;

  test('a name that does not resolve', async () => assert.match((await failureAt('wss://whatsapp.invalid/ws'))!, /ENOTFOUND|EAI_AGAIN/));

  test('a connection that is refused', async () => assert.equal(await failureAt('wss://127.0.0.1:1/ws'), 'ECONNREFUSED'));

  test('nothing that answers', async () => {
    const mute = net.createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    assert.equal(await failureAt(`wss://127.0.0.1:${(mute.address() as net.AddressInfo).port}/ws`), 'ABORT_ERR');
    mute.close();
  });

  test('a certificate that is not valid yet, as where the clock is wrong', async () => {
    const file = (name: string): string => fileURLToPath(new URL(`../../../../tests/FakeWhatsApp/${name}`, import.meta.url));
    const server = https.createServer({ key: readFileSync(file('localhost.key')), cert: readFileSync(file('future.pem')) });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `wss://localhost:${(server.address() as net.AddressInfo).port}/ws`;
    assert.equal(await failureAt(url, file('future.pem')), 'CERT_NOT_YET_VALID');
    server.close();
  });

  test('a clock that is off by an hour', async () => {
    const server = https.createServer(
      { key: readFileSync(fake.certificate.replace('.pem', '.key')), cert: readFileSync(fake.certificate) }, (_, response) =>
        response.setHeader('date', new Date(Date.now() - 3_600_000).toUTCString()).end('{"client_revision":7}'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `wss://localhost:${(server.address() as net.AddressInfo).port}/ws`;
    const asked = await new WhatsApp({ url, certificate: fake.certificate }).refresh();
    assert.equal(asked.current?.[2], 7);
    assert.ok(Math.abs(asked.aheadSeconds - 3600) <= 5, `${asked.aheadSeconds}`);
    server.close();
  });
});
