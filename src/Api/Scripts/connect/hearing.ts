import type { Api, News } from './api.js';
import type { Clock } from './clock.js';
import type { Store } from './state.js';
import type { Voice } from './voice.js';

/** A stream begins with a snapshot; one that brings none for so long is held back on its way. */
const SILENCE = 4000;
const POLL = 2000;
const SLOWEST_POLL = 5000;
/** Nobody pushes that a link has run out, or that a visit to Meta was broken off. */
const POLL_WHEN_OVERDUE = 5000;
const POLL_AT_META = 20_000;
/** A connection that is gone without a word looks like one on which nothing happens. */
const POLL_BESIDE_STREAM = 30_000;

export interface Heard {
  snapshot(news: News): void;
  artifact(news: News): void;
  phase(news: News): void;
  status(news: News): Promise<void>;
  connected(news: News): Promise<void>;
  /** False when the link is not over after all. */
  expired(): Promise<boolean>;
}

export type Hearing = ReturnType<typeof createHearing>;

/** How the page receives the server's state: by a stream, and where that brings nothing, by polling. */
export function createHearing(api: Api, store: Store, clock: Clock, voice: Voice, heard: Heard) {
  const { state } = store;
  let stream: EventSource | null = null;
  let delivers = false;
  let silentSince = performance.now();
  let lookedAt = performance.now();
  let looking = false;
  let pause = POLL;
  // Answers are numbered by when they were asked for: a late one must not overwrite a newer state.
  let asked = 0;
  let newest = 0;
  let heardAt = 0;

  function listen(): void {
    stream?.close();
    silence();
    if (state.over) return;
    stream = api.events(state.attempt);
    stream.onerror = silence;
    on(stream, 'snapshot', (news) => news.phase === 'connected' ? heard.connected(news) : heard.snapshot(news));
    on(stream, 'qr', heard.artifact);
    on(stream, 'code', heard.artifact);
    on(stream, 'phase', heard.phase);
    on(stream, 'connected', heard.connected);
    on(stream, 'expired', checkEnd);
  }

  function on(source: EventSource, name: string, act: (news: News) => unknown): void {
    source.addEventListener(name, ({ data }: MessageEvent<string>) => {
      delivers = true;
      heardAt = performance.now();
      outdate();
      voice.quiet();
      const news: News = JSON.parse(data);
      // It may have waited on its way for as long as the device slept.
      if (news.now) clock.told(news.now, 0);
      act(news);
    });
  }

  function silence(): void {
    if (delivers) silentSince = performance.now();
    delivers = false;
  }

  /** What was asked for before now says nothing any more. */
  function outdate(): void {
    newest = ++asked;
  }

  async function checkEnd(): Promise<void> {
    if (!await heard.expired()) setTimeout(listen, 1000);
  }

  /** Asks how things stand; false when nobody answers. */
  async function look(): Promise<boolean> {
    const mine = ++asked;
    const at = lookedAt = performance.now();
    const wasUnsure = clock.isUnsure();
    const answer = await api.status(state.attempt).catch(() => null);
    const time = answer?.headers.get('x-server-time');
    if (time) clock.told(time, at);
    const news: News | null = answer?.ok ? await answer.json().catch(() => null) : null;
    if (!answer) voice.offline();
    else if (answer.status === 404) await checkEnd();
    else if (news) await take(news, mine, wasUnsure);
    return !!news || answer?.status === 404;
  }

  async function take(news: News, mine: number, wasUnsure: boolean): Promise<void> {
    voice.online();
    heardAt = performance.now();
    if (mine < newest || state.over) return;
    newest = mine;
    const isNew = news.phase !== state.phase || (news.sequence ?? 0) > state.sequence;
    await (news.phase === 'connected' ? heard.connected(news) : heard.status(news));
    // A stream that lets us find out by ourselves is none, and one that slept with the device may be dead.
    if (stream?.readyState === EventSource.CLOSED || (delivers && (isNew || wasUnsure))) listen();
  }

  function isDue(): boolean {
    const since = performance.now() - lookedAt;
    if (clock.isUnsure()) return since > pause;
    if (!delivers) return performance.now() - silentSince > SILENCE && since > pause;
    if (clock.now() > state.endsAt) return since > POLL_WHEN_OVERDUE;
    return since > (state.phase.startsWith('meta_') ? POLL_AT_META : POLL_BESIDE_STREAM);
  }

  async function tick(): Promise<void> {
    if (state.over || looking || !isDue()) return;
    looking = true;
    pause = await look() ? POLL : Math.min(SLOWEST_POLL, pause + 1000);
    looking = false;
  }

  function begin(): void {
    listen();
    window.addEventListener('offline', () => { if (!state.over) voice.offline(); });
    window.addEventListener('online', () => {
      voice.online();
      listen();
    });
    window.addEventListener('pageshow', ({ persisted }) => { if (persisted) listen(); });
    // Timers of a hidden tab sleep, and so may its connections.
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible' && !state.over) look(); });
  }

  store.draw(({ over }) => { if (over) stream?.close(); });

  return { begin, listen, look, outdate, checkEnd, tick, heardSince: (time: number) => heardAt > time };
}
