import type { EventName, EventOf, PilotPairingEvent } from './types.js';

export type { EventName, EventOf, LinkEvent, NumberEvent, PilotPairingEvent, TestEvent } from './types.js';

export type WebhookProblem = 'missing_header' | 'bad_timestamp' | 'too_old' | 'too_new' | 'wrong_signature' | 'no_event';

/** A delivery that was not signed with the endpoint's secret, or not lately. */
export class WebhookVerificationError extends Error {
  constructor(readonly problem: WebhookProblem) {
    super(`The webhook is not believed: ${problem}`);
    this.name = 'WebhookVerificationError';
  }
}

export type WebhookHeaders = Headers | Record<string, string | string[] | undefined>;

export interface VerifyOptions {
  /** In seconds since 1970. */
  now?: number;
  /** How far the sender's and the receiver's clocks may be apart, in seconds. Default 300. */
  toleranceSeconds?: number;
}

/**
 * Verifies a delivery as Standard Webhooks describes, and reads it.
 * @param secret The endpoint's, `whsec_…`; while it is rotated, the old and the new.
 * @param body As it came, before any parsing.
 */
export async function verifyWebhook(
  secret: string | readonly string[],
  headers: WebhookHeaders,
  body: string | Uint8Array,
  options: VerifyOptions = {},
): Promise<PilotPairingEvent> {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => valueOf(headers, name));
  if (!id || !timestamp || !signatures) throw new WebhookVerificationError('missing_header');
  if (!/^\d+$/.test(timestamp)) throw new WebhookVerificationError('bad_timestamp');
  const ahead = Number(timestamp) - (options.now ?? Math.floor(Date.now() / 1000));
  if (Math.abs(ahead) > (options.toleranceSeconds ?? 300)) throw new WebhookVerificationError(ahead < 0 ? 'too_old' : 'too_new');

  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const content = new Uint8Array(head.length + bytes.length);
  content.set(head);
  content.set(bytes, head.length);
  if (!(await isSigned(typeof secret === 'string' ? [secret] : secret, signatures, content))) {
    throw new WebhookVerificationError('wrong_signature');
  }
  try {
    const event = JSON.parse(new TextDecoder().decode(bytes)) as PilotPairingEvent;
    if (typeof event.event === 'string') return event;
  } catch {
    // As what is no event.
  }
  throw new WebhookVerificationError('no_event');
}

export type WebhookHandlers = { [N in EventName]?: (event: EventOf<N>) => unknown } & {
  /** Every event, the ones that this version does not know included. */
  '*'?: (event: PilotPairingEvent) => unknown;
};

/**
 * Verifies a request and hands it to the handler of its event: 204 when that ended well, 400 for what was not signed with the secret. A
 * handler's error is yours to answer with 500, and the delivery comes again.
 */
export async function receiveWebhook(request: Request, secret: string | readonly string[], handlers: WebhookHandlers): Promise<Response> {
  let event: PilotPairingEvent;
  try {
    event = await verifyWebhook(secret, request.headers, new Uint8Array(await request.arrayBuffer()));
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    return new Response(error.problem, { status: 400 });
  }
  await (handlers[event.event] as ((event: PilotPairingEvent) => unknown) | undefined)?.(event);
  await handlers['*']?.(event);
  return new Response(null, { status: 204 });
}

/** WebCrypto compares in constant time. */
async function isSigned(secrets: readonly string[], signatures: string, content: Uint8Array<ArrayBuffer>): Promise<boolean> {
  for (const secret of secrets) {
    if (!secret.startsWith('whsec_')) throw new TypeError('a webhook secret begins with whsec_');
    const key = await crypto.subtle.importKey('raw', bytesOf(secret.slice('whsec_'.length)), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
    for (const signature of signatures.split(' ')) {
      if (!signature.startsWith('v1,')) continue;
      let given: Uint8Array<ArrayBuffer>;
      try {
        given = bytesOf(signature.slice('v1,'.length));
      } catch {
        continue;
      }
      if (await crypto.subtle.verify('HMAC', key, given, content)) return true;
    }
  }
  return false;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function valueOf(headers: WebhookHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const value = headers[name];
  return Array.isArray(value) ? (value.length === 1 ? value[0] : undefined) : value;
}
