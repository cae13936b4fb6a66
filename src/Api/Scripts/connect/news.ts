import type { News } from './api.js';
import type { Clock } from './clock.js';
import { fetchPage } from './page.js';
import { entering, type Artifact, type Artifacts, type State, type Store } from './state.js';
import { artifactsOn } from './tiles.js';

/** Applies the server's messages to the state. */
export function createNews(store: Store, clock: Clock) {
  const { state } = store;

  const isOlder = ({ sequence = state.sequence }: News) => sequence < state.sequence;

  function known(news: News): Partial<State> {
    return {
      ...(news.phase && entering(news.phase, state)),
      ...(news.expiresAt && { endsAt: Date.parse(news.expiresAt) }),
      ...(news.coolingUntil && { cooling: { until: Date.parse(news.coolingUntil), method: news.coolingMethod } }),
    };
  }

  function artifactsIn(news: News, others?: Artifacts): Artifacts {
    const one = (last: Artifact | null, content = last?.content ?? '', until = '', other: Artifact | null = null, link = last?.link) =>
      until ? { content, until: Date.parse(until), link } : other;
    return {
      qr: one(state.artifacts.qr, news.qrcodeBase64, news.artifactExpiresAt, others?.qr, news.deviceLinkUrl),
      code: one(state.artifacts.code, news.pairingCode, news.pairingCodeExpiresAt, others?.code),
    };
  }

  return {
    /** Everything, but of a tap that was not yet answered. */
    snapshot(news: News): void {
      store.update({ ...known(news), ...(!isOlder(news) && { artifacts: artifactsIn(news), sequence: news.sequence ?? state.sequence }) });
    },

    /** A new QR code or pairing code; the other one stays. */
    artifact(news: News): void {
      if (!isOlder(news)) store.update({ artifacts: artifactsIn(news, state.artifacts), sequence: news.sequence ?? state.sequence });
    },

    /** What happened just now, after any tap. */
    phase(news: News): void {
      store.update({ ...known(news), pressed: false });
    },

    /** Everything but the artifacts, which a page that no stream reaches reads off its newer copy. */
    async status(news: News): Promise<void> {
      store.update({ ...known(news), ...(!state.starting && { pressed: false }) });
      if (state.phase !== 'awaiting_scan' || !((news.sequence ?? 0) > state.sequence)) return;
      const newer = await fetchPage().catch(() => null);
      const sequence = Number(newer?.body.querySelector<HTMLElement>('[data-pairing]')?.dataset.sequence);
      if (newer && sequence > state.sequence) store.update({ artifacts: artifactsOn(newer.body), sequence });
    },

    /** Draws what changes with time alone, without a message. */
    tick(): void {
      const cooled = state.phase === 'cooling_down' && state.cooling && state.cooling.until <= clock.now();
      store.update(cooled ? { ...entering('ready', state), cooling: null } : {});
    },
  };
}
