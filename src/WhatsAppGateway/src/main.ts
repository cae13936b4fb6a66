// The application starts this process, writes one line of settings to its input, and ends it by closing that input.
import { createInterface } from 'node:readline';
import type net from 'node:net';
import { Channel } from './channel.js';
import { quietConsole } from './quiet.js';
import { type Patience, usualPatience } from './patience.js';
import { Sessions } from './sessions.js';
import { type Asked, WhatsApp, type WhatsAppSettings } from './whatsapp.js';

interface Settings extends WhatsAppSettings {
  /** Where the application listens: the path of a socket, or a port of this machine. */
  address: net.NetConnectOpts;
  secret: string;
  patience?: Partial<Patience>;
}

const refreshVersionMs = 6 * 60 * 60 * 1000;
const unreachedMs = 15 * 1000;

async function run(settings: Settings): Promise<void> {
  const whatsapp = new WhatsApp(settings);
  const first = await whatsapp.refresh();
  const channel = await Channel.connect(settings.address, settings.secret);
  channel.onClose(() => process.exit(0));
  new Sessions(channel, whatsapp, { ...usualPatience, ...settings.patience });
  const report = ({ current, ...asked }: Asked): void => {
    channel.event('ready', { version: whatsapp.version.join('.'), current: current?.join('.') ?? null, ...asked });
    setTimeout(() => void whatsapp.refresh().then(report), current ? refreshVersionMs : unreachedMs);
  };
  report(first);
}

quietConsole();
const input = createInterface({ input: process.stdin });
input.once('line', (line) => {
  run(JSON.parse(line) as Settings).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
});
input.once('close', () => process.exit(0));
