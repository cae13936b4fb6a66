export interface Paired {
  numberId?: string;
  /** Where your customer should go now, with `status`, `numberId`, `linkId` and `state`. The page does not go there by itself. */
  redirectUrl?: string;
}

export interface PairingError {
  message: string;
  /** `LOAD_TIMEOUT`, `GATEWAY_UNAVAILABLE`, `STALLED`, `NUMBER_MISMATCH`, …; more may be added. */
  code?: string;
}

export interface Callbacks {
  /** The page is there. */
  onReady?: () => void;
  /** The page shows another phase, such as `awaiting_scan` or `confirming`; more may be added. */
  onStep?: (step: { phase: string }) => void;
  /** Once. Trust the signed webhook, not this: it comes from a browser. */
  onPaired?: (paired: Paired) => void;
  /** The person may still go on: most errors can be mended on the page. */
  onError?: (error: PairingError) => void;
  /** Once: the link is expired, revoked, spent or was never valid. */
  onExpired?: () => void;
  /** The person closed the modal. */
  onClose?: () => void;
}

export interface EmbedOptions extends Callbacks {
  /** The `remotePairingToken`, or the whole `remotePairingUrl`. */
  token: string;
  /** The installation's ConnectUrl. The file an installation serves knows it; the npm package takes it from here, from `init`, or from a whole URL given as `token`. */
  baseUrl?: string;
  locale?: 'pt-BR' | 'es' | 'en';
  /** `auto`, the default, follows the `color-scheme` of your page, else the device. */
  theme?: 'light' | 'dark' | 'auto';
  /** Start pairing as soon as the page is seen, without a tap. */
  autoStart?: boolean;
  /** The accessible name of the frame and the modal. */
  title?: string;
  /** For a `style-src` with a nonce: the modal's style sheet is then a `<style nonce>` instead of a constructed one. */
  nonce?: string;
}

export interface EmbedHandle {
  /** Takes the page away. No callback comes afterwards. */
  destroy(): void;
}

export type Defaults = Partial<EmbedOptions>;

let defaults: Defaults = {};
let servedFrom = '';

/** Options for every later call; a call's own options come first. */
export function init(options?: Defaults): void {
  defaults = { ...options };
}

export function servedBy(baseUrl: string): void {
  servedFrom = baseUrl;
}

/** An option that is there but undefined, as wrappers pass it, does not hide a default. */
export function withDefaults(options: EmbedOptions): EmbedOptions {
  const given = Object.entries(options ?? {}).filter(([, value]) => value != null);
  return { ...defaults, ...Object.fromEntries(given) } as EmbedOptions;
}

const TOKEN = /^(?:(https?:\/\/[^?#]+)\/connect\/)?([\w-]+)(?:[?#].*)?$/;

/** A token may come from somewhere else than the code: it chooses the host only where nothing else names one. */
export function addressOf({ token, baseUrl, autoStart, locale, theme }: EmbedOptions, modal = false): URL {
  const parts = TOKEN.exec(typeof token === 'string' ? token.trim() : '');
  if (!parts) throw new Error('PilotPairing: token must be a pairing token or a remotePairingUrl');
  const base = baseUrl || servedFrom || parts[1];
  if (!base) throw new Error('PilotPairing: baseUrl is needed with a bare token');

  const url = new URL(`${base.replace(/\/+$/, '')}/connect/${parts[2]}`, location.href);
  if (!/^https?:$/.test(url.protocol)) throw new Error('PilotPairing: baseUrl must be http or https');
  const query: Record<string, string | undefined | false> = { embed: '1', parentOrigin: location.origin, autoStart: autoStart && '1', modal: modal && '1', lang: locale, theme: themeOf(theme) };
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  return url;
}

/** `auto` is what this page says of itself; a page that says nothing, or both, leaves it to the device. */
export function themeOf(theme: EmbedOptions['theme']): 'light' | 'dark' | undefined {
  if (theme && theme !== 'auto') return theme;
  const styled = getComputedStyle(document.documentElement).colorScheme ?? '';
  const scheme = /light|dark/.test(styled) ? styled : document.querySelector<HTMLMetaElement>('meta[name=color-scheme]')?.content ?? '';
  const [light, dark] = [/\blight\b/.test(scheme), /\bdark\b/.test(scheme)];
  if (light === dark) return undefined;
  return dark ? 'dark' : 'light';
}

export function languageOf({ locale }: EmbedOptions): string {
  return (locale ?? document.documentElement.lang).slice(0, 2).toLowerCase();
}
