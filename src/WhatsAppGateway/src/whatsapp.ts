// Where WhatsApp is, whom to trust there, and which version of its client this one says it is.
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { DEFAULT_CONNECTION_CONFIG, type WABrowserDescription, type WAVersion } from 'baileys';
import { WA_CERT_DETAILS } from 'baileys/lib/Defaults/index.js';
import { nameOf } from './quiet.js';

export interface WhatsAppSettings {
  url?: string;
  /** Hex of the key that signs the server's Noise certificate. */
  rootKey?: string;
  /** Path of a PEM whose certificates are trusted beside the system's. */
  certificate?: string;
  version?: string;
  deviceName?: string;
}

/** What WhatsApp said when it was asked for its client's version. */
export interface Asked {
  /** Null where it cannot be had. */
  current: WAVersion | null;
  /** What Node.js calls the failure; null where WhatsApp answered. */
  failure: string | null;
  /** How far this machine's clock is ahead of WhatsApp's. */
  aheadSeconds: number;
}

const mostRead = 4 * 1024 * 1024;
const browsers = /^(?<browser>Chrome|Firefox|Edge|Safari|Opera) \((?<system>.{1,60})\)$/;

export class WhatsApp {
  readonly url: string;
  readonly agent: https.Agent;
  readonly browser: WABrowserDescription;
  /** From the settings; it is used whatever WhatsApp says. */
  readonly #pinned: WAVersion | null;
  #version: WAVersion;
  #asking: Promise<Asked> | null = null;

  constructor(settings: WhatsAppSettings, private readonly askWithinMs = 4000) {
    this.url = settings.url ?? String(DEFAULT_CONNECTION_CONFIG.waWebSocketUrl);
    this.agent = new https.Agent(settings.certificate ? { ca: readFileSync(settings.certificate) } : {});
    this.browser = browserOf(settings.deviceName);
    this.#pinned = settings.version ? parseVersion(settings.version) : null;
    this.#version = this.#pinned ?? DEFAULT_CONNECTION_CONFIG.version;
    if (settings.rootKey) WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(settings.rootKey, 'hex');
  }

  get version(): WAVersion {
    return this.#version;
  }

  get isPinned(): boolean {
    return this.#pinned !== null;
  }

  /** Asks which version WhatsApp's own client has now; that is used from here on. */
  refresh(): Promise<Asked> {
    this.#asking ??= this.#ask().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #ask(): Promise<Asked> {
    try {
      const answer = await ask(new URL('/sw.js', this.url.replace(/^ws/, 'http')), this.agent, this.askWithinMs);
      const revision = /\\?"client_revision\\?":\s*(\d+)/.exec(answer.text)?.[1];
      const current: WAVersion | null = revision ? [this.#version[0], this.#version[1], Number(revision)] : null;
      if (current && !this.isPinned) this.#version = current;
      return { current, failure: null, aheadSeconds: answer.aheadSeconds };
    } catch (error) {
      return { current: null, failure: (error as NodeJS.ErrnoException).code ?? nameOf(error), aheadSeconds: 0 };
    }
  }
}

export function parseVersion(text: string): WAVersion {
  const parts = text.split('.').map(Number);
  if (parts.length !== 3 || parts.some((part) => !Number.isSafeInteger(part) || part < 0)) throw new Error(`No version: ${text}`);
  return parts as WAVersion;
}

/** A phone lists its devices by browser and system; another name stands where the system would. */
export function browserOf(deviceName = 'Chrome (Mac OS)'): WABrowserDescription {
  const named = browsers.exec(deviceName)?.groups;
  return named ? [named['system']!, named['browser']!, '14.4.1'] : [deviceName, 'Chrome', '14.4.1'];
}

function ask(url: URL, agent: https.Agent, withinMs: number): Promise<{ text: string; aheadSeconds: number }> {
  const headers = { 'sec-fetch-site': 'none', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36' };
  return new Promise((resolve, reject) => {
    const request = https.get(url, { agent, headers, signal: AbortSignal.timeout(withinMs) }, (response) => {
      const sent = Date.parse(response.headers.date ?? '');
      const aheadSeconds = Number.isNaN(sent) ? 0 : Math.round((Date.now() - sent) / 1000);
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > mostRead) response.destroy();
      });
      response.on('error', reject);
      response.on('close', () => resolve({ text, aheadSeconds }));
    });
    request.on('error', reject);
  });
}
