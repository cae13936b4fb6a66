// A session on a fake WhatsApp, and a store that the test can look into.
import { type Patience, usualPatience } from '../src/patience.js';
import { quietConsole } from '../src/quiet.js';
import { type OpenRequest, Session } from '../src/session.js';
import type { StoreBatch, StoreLink } from '../src/store.js';
import { WhatsApp, type WhatsAppSettings } from '../src/whatsapp.js';

export interface FakeWhatsApp {
  url: string;
  rootKey: string;
  certificate: string;
  play(path: string, body?: string): Promise<unknown>;
  stop(): Promise<void>;
}

interface World {
  start(): Promise<{ url: string; rootKey: string; certificate: string }>;
  act(url: URL, body: string): unknown;
  stop(): Promise<void>;
}

export const phone = '5511988887777';
export const quick: Patience = { ...usualPatience, firstPauseMs: 20, longestPauseMs: 100 };

// What the libraries print of sessions must not stand in a log that is kept.
quietConsole();

export async function fakeWhatsApp(): Promise<FakeWhatsApp> {
  // From out/test, where the compiled tests lie.
  const source = new URL('../../../../tests/FakeWhatsApp/world.mjs', import.meta.url);
  const { World } = (await import(source.href)) as { World: new () => World };
  const world = new World();
  const about = await world.start();
  return {
    ...about,
    play: async (path, body = '') => world.act(new URL(path, 'http://phones'), body),
    stop: () => world.stop(),
  };
}

export class MemoryStore implements StoreLink {
  credentials: string | null = null;
  keys = new Map<string, string>();
  batches = 0;
  isRefusing = false;

  async read(ids: string[]): Promise<Record<string, string | undefined>> {
    return Object.fromEntries(ids.map((id) => [id, this.keys.get(id)]));
  }

  async write(batch: StoreBatch): Promise<void> {
    if (this.isRefusing) throw new Error('The store is away');
    this.batches += 1;
    if (batch.credentials !== undefined) this.credentials = batch.credentials;
    for (const [id, value] of Object.entries(batch.keys)) {
      if (value === null) this.keys.delete(id);
      else this.keys.set(id, value);
    }
  }
}

export interface Seen extends Record<string, unknown> {
  event: string;
}

const rigs: Rig[] = [];

/** A session that a failed test left behind would connect again for ever. */
export async function closeAll(): Promise<void> {
  await Promise.all(rigs.map((rig) => rig.session.close()));
}

/** A session and what it reported, which a test waits for. */
export class Rig {
  readonly events: Seen[] = [];
  readonly session: Session;
  #waiting: (() => void)[] = [];

  constructor(fake: WhatsAppSettings, readonly store = new MemoryStore(), request: Partial<OpenRequest> = {}, patience = quick) {
    const wanted: OpenRequest = { phone, method: 'qr', credentials: store.credentials, wasOpen: false, ...request };
    const settings = { url: fake.url!, rootKey: fake.rootKey!, certificate: fake.certificate! };
    const whatsapp = new WhatsApp({ ...settings, ...(fake.version ? { version: fake.version } : {}) });
    this.session = new Session(wanted, whatsapp, store, (event, body) => {
      this.events.push({ ...body, event });
      for (const wake of this.#waiting.splice(0)) wake();
    }, patience);
    rigs.push(this);
  }

  start(): this {
    this.session.start();
    return this;
  }

  /** The first report of its kind that was not waited for yet; the test runner's own limit ends a wait without end. */
  async until(event: string, from = 0): Promise<Seen> {
    for (;;) {
      const found = this.events.slice(from).find((seen) => seen.event === event);
      if (found) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  get names(): string[] {
    return this.events.map((seen) => seen.event);
  }
}

export async function connected(fake: FakeWhatsApp, number = phone, store = new MemoryStore()): Promise<Rig> {
  const rig = new Rig(fake, store).start();
  const offer = await rig.until('offer');
  await fake.play(`/scan?phone=${number}`, String(offer['qr']));
  await rig.until('open');
  return rig;
}
