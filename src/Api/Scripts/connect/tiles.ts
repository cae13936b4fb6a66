import type { Method } from './api.js';
import type { Clock } from './clock.js';
import { createCountdown } from './countdown.js';
import { find, need } from './dom.js';
import { isLive, phaseShown, type Artifacts, type State, type Store } from './state.js';
import type { Voice } from './voice.js';

/** What the server wrote into a page's tiles, this one's or a newer copy's. */
export function artifactsOn(page: ParentNode): Artifacts {
  const artifact = (name: Method, content: string) => {
    const until = Date.parse(find(`[data-clock=${name}]`, page)?.dataset.until ?? '');
    return until ? { content, until, link: (name === 'qr' && find('[data-device-link]', page)?.getAttribute('href')) || undefined } : null;
  };
  const code = find('[data-code]', page)?.textContent?.trim() ?? '';
  return {
    qr: artifact('qr', find('[data-qr]', page)?.getAttribute('src') ?? ''),
    code: artifact('code', code && `${code.slice(0, 4)}-${code.slice(4)}`),
  };
}

/** The QR code and the pairing code: always the newest, covered as soon as it is over. */
export function drawTiles(page: HTMLElement, store: Store, clock: Clock, voice: Voice): void {
  drawTile('qr', page, store, clock, voice, (tile, content) => {
    need<HTMLImageElement>('[data-qr]', tile).src = content;
    return tile.contains(document.activeElement) ? find('[data-clock=qr]', page)?.dataset.new : undefined;
  });
  drawTile('code', page, store, clock, voice, (tile, content) => {
    const [left = '', right = ''] = content.split('-');
    need('[data-code]', tile).replaceChildren(left, document.createElement('i'), right);
    const spelled = need('[data-spelled]', tile);
    spelled.textContent = spelled.dataset.name!.replace('{0}', [...content].map((one) => one === '-' ? spelled.dataset.dash : one).join(' '));
    return spelled.textContent;
  });
}

/** @param write Shows another artifact and returns the text to announce. */
function drawTile(name: Method, page: HTMLElement, store: Store, clock: Clock, voice: Voice, write: (tile: HTMLElement, content: string) => string | undefined): void {
  const tile = find(`[data-tile=${name}]`, page);
  if (!tile) return;
  const countdown = createCountdown(need(`[data-clock=${name}]`, page), find('.cover p', tile)?.textContent ?? '', voice.say);
  let content = store.state.artifacts[name]?.content ?? '';
  let drawn = tile.dataset.state;

  store.draw((state) => {
    const now = clock.now();
    const artifact = state.artifacts[name];
    if (artifact?.content && artifact.content !== content) {
      const words = write(tile, artifact.content);
      if (state.method === name) voice.say(words);
      content = artifact.content;
    }
    const next = tileState(name, state, now);
    if (next !== drawn) tile.dataset.state = drawn = next;
    const isShown = next === 'live' || next === 'expired';
    countdown(isShown && artifact ? artifact.until : 0, now, isShown && state.method === name && phaseShown(state) === 'awaiting_scan');
  });
}

export function tileState(name: Method, state: State, now: number): 'waiting' | 'live' | 'expired' | 'absent' | 'later' {
  const artifact = state.artifacts[name];
  if (phaseShown(state) === 'preparing') return 'waiting';
  if (artifact) return isLive(artifact, now) ? 'live' : 'expired';
  if (state.phase !== 'awaiting_scan' || state.starting) return 'waiting';
  // Not every gateway makes both unasked, and a code that somebody may be typing is not replaced.
  const { code } = state.artifacts;
  if (name === 'qr' && !code) return 'waiting';
  return isLive(code, now) ? 'later' : 'absent';
}
