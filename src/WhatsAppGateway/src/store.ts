// What a session must remember, kept by the application: read when it is needed, written in batches.
import { createHmac, randomBytes } from 'node:crypto';
import {
  type AuthenticationCreds, type AuthenticationState, BufferJSON, initAuthCreds, proto, type SignalDataSet, type SignalDataTypeMap,
} from 'baileys';

/** The application's side of the store. Keys go under ids that tell nothing of the contacts they belong to. */
export interface StoreLink {
  read(ids: string[]): Promise<Record<string, string | undefined>>;
  write(batch: StoreBatch): Promise<void>;
}

export interface StoreBatch {
  credentials?: string;
  keys: Record<string, string | null>;
}

const batchMs = 20;
const mostCached = 500;
const idBytes = 16;

/** The stored credentials are not what this program writes. */
export class CorruptCredentialsError extends Error {}

export class SessionStore {
  readonly credentials: AuthenticationCreds;
  #link: StoreLink;
  /** Keys are found by it: the stored keys alone do not tell whose they are. */
  #index: Buffer;
  #cache = new Map<string, string | null>();
  #batch: StoreBatch = { keys: {} };
  #due: Promise<void> | null = null;
  #tail: Promise<void> = Promise.resolve();

  private constructor(link: StoreLink, credentials: AuthenticationCreds, index: Buffer) {
    this.#link = link;
    this.credentials = credentials;
    this.#index = index;
  }

  static fresh(link: StoreLink): SessionStore {
    return new SessionStore(link, initAuthCreds(), randomBytes(32));
  }

  static restore(link: StoreLink, stored: string): SessionStore {
    try {
      const { index, credentials } = JSON.parse(stored, BufferJSON.reviver) as { index: Buffer; credentials: AuthenticationCreds };
      if (!Buffer.isBuffer(index) || !credentials.noiseKey.private || !credentials.signedIdentityKey.private) throw new Error('incomplete');
      return new SessionStore(link, credentials, index);
    } catch {
      throw new CorruptCredentialsError('The stored credentials cannot be read');
    }
  }

  /** A phone accepted this device: WhatsApp knows its keys. */
  get isLinked(): boolean {
    return this.credentials.account !== undefined && this.credentials.me !== undefined;
  }

  get state(): AuthenticationState {
    return {
      creds: this.credentials,
      keys: { get: (type, ids) => this.#get(type, ids), set: (data) => this.#set(data) },
    };
  }

  saveCredentials(): Promise<void> {
    this.#batch.credentials = JSON.stringify({ index: this.#index, credentials: this.credentials }, BufferJSON.replacer);
    return this.#write();
  }

  /** Waits until everything is stored. */
  flush(): Promise<void> {
    return this.#due ?? this.#tail;
  }

  async #get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]): Promise<{ [id: string]: SignalDataTypeMap[T] }> {
    const places = new Map(ids.map((id) => [id, this.#place(type, id)]));
    const missing = [...places.values()].filter((place) => !this.#cache.has(place));
    if (missing.length > 0) {
      const read = await this.#link.read(missing);
      // What was written meanwhile is newer than what was read.
      for (const place of missing) if (!this.#cache.has(place)) this.#remember(place, read[place] ?? null);
    }
    const found: { [id: string]: SignalDataTypeMap[T] } = {};
    for (const [id, place] of places) {
      const text = this.#cache.get(place);
      if (text) found[id] = revive(type, text) as SignalDataTypeMap[T];
    }
    return found;
  }

  async #set(data: SignalDataSet): Promise<void> {
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
  #write(): Promise<void> {
    this.#due ??= this.#tail.then(() => new Promise((resolve) => setTimeout(resolve, batchMs))).then(() => {
      const batch = this.#batch;
      [this.#batch, this.#due] = [{ keys: {} }, null];
      const written = this.#link.write(batch);
      this.#tail = written.catch(() => {});
      return written;
    });
    return this.#due;
  }

  #remember(place: string, text: string | null): void {
    this.#cache.delete(place);
    this.#cache.set(place, text);
    // The oldest goes, unless it waits to be written.
    for (const oldest of this.#cache.keys()) {
      if (this.#cache.size <= mostCached || oldest in this.#batch.keys) break;
      this.#cache.delete(oldest);
    }
  }

  #place(type: string, id: string): string {
    return createHmac('sha256', this.#index).update(`${type}/${id}`).digest().subarray(0, idBytes).toString('hex');
  }
}

function revive(type: string, text: string): unknown {
  const value = JSON.parse(text, BufferJSON.reviver) as unknown;
  return type === 'app-state-sync-key' ? proto.Message.AppStateSyncKeyData.fromObject(value as object) : value;
}
