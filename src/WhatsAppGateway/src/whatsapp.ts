// Where WhatsApp is, whom to trust there, and which version of its client this one says it is.
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { DEFAULT_CONNECTION_CONFIG, type WABrowserDescription, type WAVersion } from 'baileys';
import { WA_CERT_DETAILS } from 'baileys/lib/Defaults/index.js';

export interface WhatsAppSettings {
  url?: string;
  /** Hex of the key that signs the server's Noise certificate. */
  rootKey?: string;
  /** Path of a PEM whose certificates are trusted beside the system's. */
  certificate?: string;
  version?: string;
  deviceName?: string;
}

const askWithinMs = 4000;
const mostRead = 4 * 1024 * 1024;
const browsers = /^(?<browser>Chrome|Firefox|Edge|Safari|Opera) \((?<system>.{1,60})\)$/;

export class WhatsApp {
  readonly url: string;
  readonly agent: https.Agent;
  readonly browser: WABrowserDescription;
  /** From the settings; it is used whatever WhatsApp says. */
  readonly #pinned: WAVersion | null;
  #version: WAVersion;
  #asking: Promise<WAVersion | null> | null = null;

  constructor(settings: WhatsAppSettings) {
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

  /** The version that WhatsApp's own client has now, which is used from here on; null where it cannot be had. */
  refresh(): Promise<WAVersion | null> {
    this.#asking ??= this.#ask().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #ask(): Promise<WAVersion | null> {
    const revision = await revisionAt(new URL('/sw.js', this.url.replace(/^ws/, 'http')), this.agent).catch(() => null);
    if (revision === null) return null;
    const current: WAVersion = [this.#version[0], this.#version[1], revision];
    if (!this.isPinned) this.#version = current;
    return current;
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

function revisionAt(url: URL, agent: https.Agent): Promise<number | null> {
  const headers = { 'sec-fetch-site': 'none', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36' };
  return new Promise((resolve, reject) => {
    const request = https.get(url, { agent, headers, signal: AbortSignal.timeout(askWithinMs) }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > mostRead) response.destroy();
      });
      response.on('error', reject);
      response.on('close', () => {
        const found = /\\?"client_revision\\?":\s*(\d+)/.exec(text)?.[1];
        resolve(found === undefined ? null : Number(found));
      });
    });
    request.on('error', reject);
  });
}
