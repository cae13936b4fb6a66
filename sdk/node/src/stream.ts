import { NoAnswerError, PilotPairingError } from './errors.js';
import { failureOf, type Transport } from './transport.js';
import type { PilotPairingEvent } from './types.js';

export interface FollowOptions {
  /** The id of the last event that was handled; without it the stream begins with what happens next. */
  after?: string;
  signal?: AbortSignal;
  /** A connection is open: what happens from here on is yielded. Called for each connection. */
  onOpened?: () => void;
  /** The connection was lost and is opened again after the pause. */
  onLost?: (failure: unknown, pauseMs: number) => void;
  /** A stream that is silent for so long is lost; the server writes a comment every 15 seconds. Default 45,000. */
  silenceMs?: number;
}

export interface StreamedEvent {
  /** Where to go on after a pause. */
  id: string;
  name: string;
  event: PilotPairingEvent;
}

const mostRemembered = 10_000;
const longestPauseMs = 30_000;

export async function* follow(
  transport: Transport,
  url: string,
  key: string,
  options: FollowOptions,
): AsyncGenerator<StreamedEvent, void, undefined> {
  const seen = new Set<string>();
  let last = options.after;
  let failures = 0;
  while (!options.signal?.aborted) {
    try {
      for await (const { id, item } of connection(transport, url, key, last, options)) {
        last = id;
        if (!item) continue;
        failures = 0;
        if (seen.has(item.id)) continue;
        seen.add(item.id);
        if (seen.size > mostRemembered) seen.delete(seen.values().next().value!);
        yield item;
      }
    } catch (failure) {
      if (options.signal?.aborted) return;
      if (failure instanceof PilotPairingError && failure.status !== 429 && failure.status < 500) throw failure;
      const asked = failure instanceof PilotPairingError ? failure.retryAfterMs : undefined;
      const pauseMs = asked ?? Math.min(longestPauseMs, 1000 * 2 ** Math.min(failures++, 5));
      options.onLost?.(failure, pauseMs);
      await transport.sleep(pauseMs, options.signal).catch(() => {});
    }
  }
}

/** One connection: it ends by an exception. */
async function* connection(transport: Transport, url: string, key: string, last: string | undefined, options: FollowOptions) {
  const quiet = new AbortController();
  const stop = () => quiet.abort();
  options.signal?.addEventListener('abort', stop, { once: true });
  let timer = setTimeout(stop, options.silenceMs ?? 45_000);
  try {
    const address = last === undefined ? url : `${url}?after=${encodeURIComponent(last)}`;
    const response = await transport.fetch(address, { headers: { accept: 'text/event-stream', 'x-api-key': key }, signal: quiet.signal });
    if (!response.ok) throw failureOf({ status: response.status, headers: response.headers, text: await response.text() });
    options.onOpened?.();
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) throw new NoAnswerError(false, new Error('The server ended the stream'));
      clearTimeout(timer);
      timer = setTimeout(stop, options.silenceMs ?? 45_000);
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop()!;
      for (const block of blocks) {
        const part = read(block);
        if (part) yield part;
      }
    }
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', stop);
    quiet.abort();
  }
}

/** An id without an event is where the stream begins. */
function read(block: string): { id: string; item?: StreamedEvent } | undefined {
  const fields = new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trimStart()] as const;
    }),
  );
  const [id, name, data] = [fields.get('id'), fields.get('event'), fields.get('data')];
  if (id === undefined) return undefined;
  if (name === undefined || data === undefined) return { id };
  return { id, item: { id, name, event: JSON.parse(data) as PilotPairingEvent } };
}
