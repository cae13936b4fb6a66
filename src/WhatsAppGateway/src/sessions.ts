// The sessions of this process, as the application asks for them.
import { type Channel, type Json, RefusedError } from './channel.js';
import type { Patience } from './patience.js';
import type { SendResult } from './sending.js';
import { type OpenRequest, Session } from './session.js';
import { CorruptCredentialsError, type StoreLink } from './store.js';
import type { WhatsApp } from './whatsapp.js';

interface Running {
  opening: number;
  session: Session;
}

/** Requests name the number and count its openings, so that nothing of an earlier socket is taken for the present one's. */
export class Sessions {
  #running = new Map<string, Running>();
  #channel: Channel;
  #whatsapp: WhatsApp;
  #patience: Patience;

  constructor(channel: Channel, whatsapp: WhatsApp, patience: Patience) {
    [this.#channel, this.#whatsapp, this.#patience] = [channel, whatsapp, patience];
    channel.serve({
      open: (request) => this.#open(request),
      close: (request) => this.#end(request, async (session) => (await session.close(), true)),
      logout: (request) => this.#end(request, (session) => session.logout()),
      send: (request) => this.#send(request),
    });
  }

  async #open(request: Json): Promise<Json> {
    const number = String(request['number']);
    const opening = Number(request['opening']);
    await this.#running.get(number)?.session.close();
    const wanted: OpenRequest = {
      phone: String(request['phone']),
      method: request['method'] as OpenRequest['method'],
      credentials: (request['credentials'] as string | null | undefined) ?? null,
      wasOpen: request['wasOpen'] === true,
    };
    const emit = (event: string, body: Json = {}): void => {
      // What an older opening still has to say is nobody's business any more.
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

  async #end(request: Json, act: (session: Session) => Promise<boolean>): Promise<Json> {
    const number = String(request['number']);
    const running = this.#running.get(number);
    if (!running) return { ok: true, running: false };
    const isDone = await act(running.session);
    if (isDone && this.#running.get(number) === running) this.#running.delete(number);
    return { ok: isDone, running: true };
  }

  async #send(request: Json): Promise<Json> {
    const session = this.#running.get(String(request['number']))?.session;
    const result: SendResult = session
      ? await session.send(String(request['to']), String(request['text'])) : { refused: 'not_connected' };
    return { ...result };
  }

  #storeOf(number: string, opening: number): StoreLink {
    return {
      read: async (ids) => (await this.#channel.request('read', { number, opening, ids }))['keys'] as Record<string, string>,
      write: async (batch) => {
        try {
          await this.#channel.request('write', { number, opening, ...batch });
        } catch (error) {
          // Another node has the number now: two sockets would throw each other out.
          if (error instanceof RefusedError && error.code === 'NOT_OWNER') void this.#running.get(number)?.session.close();
          throw error;
        }
      },
    };
  }
}
