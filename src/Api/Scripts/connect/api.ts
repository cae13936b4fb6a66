const CONNECT_WITHIN = 25_000;
export const ANSWER_WITHIN = 10_000;

export type Method = 'qr' | 'code';

/** What the page can show: a QR code, a pairing code, or the link that opens WhatsApp on this phone. */
export type Way = Method | 'app';

/** The data of the stream: everything in its first event, parts later. The status is the same without the artifacts. */
export interface News {
  phase?: string;
  sequence?: number;
  qrcodeBase64?: string;
  deviceLinkUrl?: string;
  artifactExpiresAt?: string;
  pairingCode?: string;
  pairingCodeExpiresAt?: string;
  coolingUntil?: string;
  coolingMethod?: Method;
  expiresAt?: string;
  /** The time of this answer. */
  now?: string;
  numberId?: string;
  redirectUrl?: string;
}

export interface Issued {
  qrcodeBase64: string | null;
  deviceLinkUrl: string | null;
  expiresAt: string | null;
  pairingCode: string | null;
  pairingCodeExpiresAt: string | null;
  sequence: number;
  /** Presented later, it shows where the one who pairs goes on. */
  attempt: string;
}

export interface Refusal {
  code?: string;
  details?: { until?: string; method?: Method };
}

export type Api = ReturnType<typeof createApi>;

/** The link's public routes. */
export function createApi(base: string) {
  return {
    connect: (asked: { method?: Method; refresh?: true }) => post(base + '/connect', asked, CONNECT_WITHIN),
    report: (kind: string, value?: string) => post(base + '/report', { kind, ...(value && { value }) }, ANSWER_WITHIN),
    status: (attempt: string | null) => within(ANSWER_WITHIN, base + '/status', { headers: attempt ? { 'x-pairing-attempt': attempt } : {}, cache: 'no-cache' }),
    events: (attempt: string | null) => new EventSource(base + '/events' + (attempt ? '?attempt=' + encodeURIComponent(attempt) : '')),
  };
}

export const post = (url: string, body: object, milliseconds: number) =>
  within(milliseconds, url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** A network that swallows what is sent answers nothing, not even an error. */
export const within = (milliseconds: number, url: string, init?: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout?.(milliseconds) });
