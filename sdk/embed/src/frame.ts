import { createFace } from './face.js';
import { addressOf, languageOf, type EmbedOptions } from './options.js';

const LOADED_WITHIN = 10_000;
/** A page that is there has said so before its frame is loaded; what is loaded without a word is the browser's own page. */
const SAID_WITHIN = 1000;

export interface Frame {
  element: HTMLIFrameElement;
  title: string;
  stop(): void;
}

/** The page in an iframe. Only messages from that iframe, on its own origin, are accepted; where it does not answer, the script shows a face of its own. */
export function createFrame(options: EmbedOptions, onEscape?: () => void): Frame {
  const address = addressOf(options, !!onEscape);
  const title = options.title ?? (/pt|es/.test(languageOf(options)) ? 'Conectar WhatsApp' : 'Connect WhatsApp');
  const element = document.createElement('iframe');
  const attributes = {
    title,
    sandbox: 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox',
    referrerpolicy: 'origin',
    allow: 'clipboard-write',
    src: address.href,
  };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  // Set through the object model, which no style-src forbids.
  element.style.cssText = 'display:block;width:100%;height:600px;border:0';

  // A page that is loaded again, in another language for one, says some things again.
  const told = new Set<string>();
  const once = (what: string) => !told.has(what) && told.add(what);

  let face: HTMLElement | null = null;
  let isReady = false;
  let timer = 0;
  let early = 0;

  function wait(): void {
    clearTimeout(timer);
    timer = setTimeout(timedOut, LOADED_WITHIN) as unknown as number;
  }

  function timedOut(): void {
    if (!element.isConnected) return stop();
    showFace();
    options.onError?.({
      code: 'LOAD_TIMEOUT',
      message: `The pairing page did not answer within ${LOADED_WITHIN / 1000} seconds; it answers only to origins that the link or the tenant allows`,
    });
  }

  function showFace(): void {
    if (face || isReady || !element.isConnected) return;
    const page = new URL(address.pathname, address);
    if (options.locale) page.searchParams.set('lang', options.locale);
    face = createFace(languageOf(options), page.href, again);
    element.style.display = 'none';
    element.after(face);
  }

  function hideFace(): void {
    face?.remove();
    face = null;
    element.style.display = 'block';
  }

  function again(): void {
    hideFace();
    wait();
    element.src = address.href;
  }

  element.addEventListener('load', () => {
    clearTimeout(early);
    early = setTimeout(showFace, SAID_WITHIN) as unknown as number;
  });
  wait();

  function hear({ data, origin, source }: MessageEvent): void {
    if (source !== element.contentWindow || origin !== address.origin || data?.source !== 'pilot-status-embed') return;
    const payload = data.payload ?? {};
    switch (data.type) {
      case 'resize':
        if (payload.height > 0) element.style.height = `${payload.height}px`;
        break;
      case 'connect:ready':
        clearTimeout(timer);
        clearTimeout(early);
        isReady = true;
        hideFace();
        if (once('ready')) options.onReady?.();
        break;
      case 'connect:step':
        options.onStep?.(payload);
        break;
      case 'connect:paired':
        if (once('paired')) options.onPaired?.(payload);
        break;
      case 'connect:expired':
        if (once('expired')) options.onExpired?.();
        break;
      case 'connect:error':
        options.onError?.(payload);
        break;
      case 'connect:close':
        onEscape?.();
        break;
    }
  }

  function stop(): void {
    clearTimeout(timer);
    clearTimeout(early);
    face?.remove();
    removeEventListener('message', hear);
    element.remove();
  }

  addEventListener('message', hear);
  return { element, title, stop };
}
