// One connection to the application: lines of JSON, requests and their answers in both directions, and events of ours.
import net from 'node:net';
import { createInterface } from 'node:readline';

export type Json = Record<string, unknown>;
type Handler = (request: Json) => Promise<Json>;

interface Pending {
  resolve(answer: Json): void;
  reject(error: Error): void;
}

/** The application understood a request and refused it. */
export class RefusedError extends Error {
  constructor(readonly code: string) {
    super(`The application refused: ${code}`);
  }
}

export class Channel {
  #socket: net.Socket;
  #handlers: Record<string, Handler> = {};
  #pending = new Map<number, Pending>();
  #nextId = 1;

  constructor(socket: net.Socket) {
    this.#socket = socket;
    createInterface({ input: socket }).on('line', (line) => this.#line(line));
  }

  /** @param secret proves to the application that the process it started is the one that connects */
  static async connect(address: net.NetConnectOpts, secret: string): Promise<Channel> {
    const socket = net.connect(address);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    socket.write(`${secret}\n`);
    return new Channel(socket);
  }

  serve(handlers: Record<string, Handler>): void {
    this.#handlers = handlers;
  }

  onClose(act: () => void): void {
    this.#socket.on('close', act);
    this.#socket.on('error', () => {});
  }

  request(call: string, body: Json): Promise<Json> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#write({ ...body, id, call });
    });
  }

  event(event: string, body: Json): void {
    this.#write({ ...body, event });
  }

  #write(message: Json): void {
    if (this.#socket.writable) this.#socket.write(`${JSON.stringify(message)}\n`);
  }

  #line(line: string): void {
    const message = JSON.parse(line) as Json;
    const id = Number(message['id']);
    if (typeof message['call'] === 'string') {
      void this.#answer(id, message['call'], message);
      return;
    }
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (typeof message['error'] === 'string') pending?.reject(new RefusedError(message['error']));
    else pending?.resolve(message);
  }

  async #answer(id: number, call: string, request: Json): Promise<void> {
    try {
      const handler = this.#handlers[call];
      if (!handler) throw new Error(`No such call: ${call}`);
      this.#write({ ...(await handler(request)), id });
    } catch (error) {
      this.#write({ id, error: error instanceof Error ? error.message : String(error) });
    }
  }
}
