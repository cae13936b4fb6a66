import type { Acting } from './acting.js';
import type { Api } from './api.js';
import type { Clock } from './clock.js';
import { all, find, need } from './dom.js';
import type { Memory } from './memory.js';
import { isLive, type Store } from './state.js';
import { tileState } from './tiles.js';

/** How long WhatsApp may take to say something after the link to it was tapped, or the page was looked at again. */
const PATIENCE = 8000;

/** The link that opens WhatsApp on this phone: always the newest QR code; where nothing comes of it, another way is shown. */
export function offerTap(page: HTMLElement, store: Store, api: Api, clock: Clock, memory: Memory, { choose, start }: Acting) {
  const { state } = store;
  const tile = find('[data-tile=app]', page);
  if (!tile) return { tick() {} };
  const link = need<HTMLAnchorElement>('[data-device-link]', tile);
  const untapped = need('[data-untapped]', page);
  const offers = all('[data-use=app]', page);
  let waitingSince = 0;

  store.draw((now) => {
    const { artifacts: { qr, code }, phase } = now;
    const time = clock.now();
    const drawn = qr?.link || !isLive(qr, time) ? tileState('qr', now, time) : 'absent';
    if (drawn !== tile.dataset.state) tile.dataset.state = drawn;
    if (qr?.link && link.getAttribute('href') !== qr.link) link.href = qr.link;
    // A gateway whose session has a pairing code alone has nothing that WhatsApp could be opened with.
    for (const offer of offers) offer.hidden = !qr && isLive(code, time);
    if (now.method === 'app' && !qr && isLive(code, time)) queueMicrotask(() => store.update({ method: 'code' }));
    if (phase !== 'awaiting_scan' && phase !== 'preparing') untapped.hidden = true;
  });

  link.addEventListener('click', () => {
    memory.remember('tapped', '1');
    waitingSince = performance.now();
    untapped.hidden = true;
    api.report('tapped').catch(() => {});
  });

  function returned(): void {
    if (document.visibilityState !== 'visible' || state.method !== 'app' || !memory.recall('tapped')) return;
    waitingSince = performance.now();
    if (memory.recall('returned')) return;
    memory.remember('returned', '1');
    api.report('tap_returned').catch(() => {});
  }

  // A phone that was short of memory loads the page again.
  returned();
  document.addEventListener('visibilitychange', returned);

  return {
    tick(): void {
      if (!waitingSince || document.hidden || performance.now() - waitingSince < PATIENCE) return;
      waitingSince = 0;
      if (state.phase !== 'awaiting_scan' || state.method !== 'app' || state.over) return;
      const other = find('[data-tile=code]', page) ? 'code' : 'qr';
      untapped.hidden = false;
      choose(other);
      if (!isLive(state.artifacts[other], clock.now())) start(other);
    },
  };
}
