import './element.js';
import { connect, init } from './index.js';
import { servedBy } from './options.js';

// The server writes its ConnectUrl here. A released file is served as it is, so that its hash can be known beforehand: it looks at where it came from.
const written = '{{ConnectUrl}}';
const from = (document.currentScript as HTMLScriptElement | null)?.src;
if (!written.startsWith('{')) servedBy(written);
else if (from) servedBy(new URL('..', from).href);

const pairing = { init, connect };

declare global {
  interface Window {
    PilotPairing: typeof pairing;
    PilotStatus: typeof pairing;
  }
}

window.PilotStatus = window.PilotPairing = pairing;
