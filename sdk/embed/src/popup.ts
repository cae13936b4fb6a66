import { addressOf, withDefaults, type EmbedHandle, type EmbedOptions } from './options.js';

const EVERY = 2000;
const GONE = [401, 404, 410];

/**
 * The page in a window of its own, for pages that cannot frame it; call it in the click. The window is cut off from its opener, so the
 * script asks the link's public status instead: `onStep`, `onPaired({})` and `onExpired` come from there.
 */
export function popup(given: EmbedOptions): EmbedHandle {
  const options = withDefaults(given);
  const page = addressOf(options, false);
  const status = `${page.origin}/v1/remote-pairing/${page.pathname.split('/').pop()}/status`;
  for (const name of ['embed', 'parentOrigin', 'autoStart']) page.searchParams.delete(name);

  let timer = 0;
  let phase = '';
  let isOver = false;

  if (!open(page.href, '_blank', 'popup,width=520,height=760')) {
    options.onError?.({ code: 'POPUP_BLOCKED', message: 'The browser opened no window; call popup() in the click' });
    return { destroy };
  }

  async function ask(): Promise<void> {
    clearTimeout(timer);
    let wait = EVERY;
    try {
      const answer = await fetch(status, { cache: 'no-store', credentials: 'omit' });
      if (isOver) return;
      if (GONE.includes(answer.status)) return over(options.onExpired);
      wait = 1000 * Number(answer.headers.get('retry-after')) || EVERY;
      if (answer.ok) {
        const now = await answer.json();
        if (isOver) return;
        if (now.phase !== phase) options.onStep?.({ phase: (phase = now.phase) });
        if (isOver) return;
        if (now.isFullyConnected) return over(() => options.onPaired?.({}));
        if (phase === 'expired') return over(options.onExpired);
      }
    } catch {
      // Without a network it asks again.
    }
    if (!isOver) timer = setTimeout(ask, wait) as unknown as number;
  }

  function over(callback?: () => void): void {
    destroy();
    callback?.();
  }

  // A page in the background is woken seldom.
  function seen(): void {
    if (!document.hidden) void ask();
  }

  function destroy(): void {
    isOver = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
  }

  document.addEventListener('visibilitychange', seen);
  void ask();
  return { destroy };
}
