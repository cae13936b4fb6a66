import { NoAnswerError, PilotPairingError, UnexpectedAnswerError, type ErrorEnvelope } from './errors.js';
import { errorsByCode } from './generated/errors.js';

export interface PilotPairingOptions {
  /** Such as `https://pair.example.com`. */
  baseUrl: string;
  /** A key of a tenant or of a number, `ps_…`. Only on your backend: never in a browser. */
  key: string;
  /** How often a request that failed is sent again. Default 3. */
  retries?: number;
  /** How long one attempt may take, its body included, in milliseconds. Default 30,000. */
  timeoutMs?: number;
  /** The longest wait that the server may ask for with Retry-After; a longer one fails at once. Default 60,000. */
  longestWaitMs?: number;
  fetch?: typeof globalThis.fetch;
  /** For tests: waits. */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface Outgoing {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: string | FormData | undefined;
  signal: AbortSignal | undefined;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

const firstPauseMs = 500;
const longestPauseMs = 20_000;

/** Sends a request until it has an answer that is none of those worth another try. */
export class Transport {
  readonly fetch: typeof globalThis.fetch;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  private readonly retries: number;
  private readonly timeoutMs: number;
  private readonly longestWaitMs: number;

  constructor(options: PilotPairingOptions) {
    // Unbound, some runtimes refuse to call it.
    this.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.sleep = options.sleep ?? pause;
    this.retries = options.retries ?? 3;
    this.timeoutMs = options.timeoutMs ?? 30_000;
    this.longestWaitMs = options.longestWaitMs ?? 60_000;
  }

  async send(request: Outgoing): Promise<Answer> {
    for (let retries = 0; ; retries++) {
      const { answer, failure } = await this.attempt(request);
      if (!failure) return answer;
      const wait = retries < this.retries && mayRepeat(request, answer, failure) ? this.wait(answer, retries) : undefined;
      if (wait === undefined) throw failure;
      await this.sleep(wait, request.signal);
    }
  }

  private async attempt(request: Outgoing): Promise<{ answer: Answer; failure?: undefined } | { answer?: Answer; failure: Error }> {
    const enough = new AbortController();
    const timer = setTimeout(() => enough.abort(), this.timeoutMs);
    const stop = () => enough.abort();
    request.signal?.addEventListener('abort', stop, { once: true });
    try {
      request.signal?.throwIfAborted();
      const { method, headers, body } = request;
      const response = await this.fetch(request.url, { method, headers, redirect: 'error', signal: enough.signal, ...(body === undefined ? {} : { body }) });
      const answer = { status: response.status, headers: response.headers, text: await response.text() };
      return answer.status < 400 ? { answer } : { answer, failure: failureOf(answer) };
    } catch (cause) {
      if (request.signal?.aborted) throw request.signal.reason;
      return { failure: new NoAnswerError(enough.signal.aborted, cause) };
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', stop);
    }
  }

  private wait(answer: Answer | undefined, retries: number): number | undefined {
    const asked = answer && retryAfterOf(answer.headers);
    if (asked !== undefined) return asked > this.longestWaitMs ? undefined : asked;
    const most = Math.min(firstPauseMs * 2 ** retries, longestPauseMs);
    return most * (0.5 + Math.random() / 2);
  }
}

export function failureOf(answer: Answer): PilotPairingError | UnexpectedAnswerError {
  const envelope = parsed(answer.text);
  if (typeof envelope?.code !== 'string') return new UnexpectedAnswerError(answer.status, answer.text);
  const known = errorsByCode[envelope.code as keyof typeof errorsByCode] ?? PilotPairingError;
  return new known(answer.status, envelope, retryAfterOf(answer.headers));
}

export function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function parsed(text: string): ErrorEnvelope | undefined {
  try {
    return JSON.parse(text) as ErrorEnvelope;
  } catch {
    return undefined;
  }
}

function mayRepeat(request: Outgoing, answer: Answer | undefined, failure: Error): boolean {
  // Whether a second time does no more than the first. A second DELETE would be answered 404.
  const repeatable = ['GET', 'PUT', 'PATCH'].includes(request.method) || 'idempotency-key' in request.headers;
  const isOurs = failure instanceof PilotPairingError;
  switch (answer?.status) {
    case undefined:
      return repeatable;
    case 429: // Refused before anything was done.
      return true;
    case 503:
      return !isOurs || failure.retryAfterMs !== undefined;
    case 409:
      return isOurs && failure.code === 'IDEMPOTENCY_IN_PROGRESS';
    case 502:
    case 504: // A proxy that lost the server.
      return !isOurs && repeatable;
    default:
      return false;
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
