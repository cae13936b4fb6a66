import { need } from './dom.js';
import type { Memory } from './memory.js';

const SECONDS = 3;

/** Redirects to the SaaS after the receipt was shown for a while, once: a customer who returns to the receipt stays there. */
export function leave(page: HTMLElement, url: string, { recall, remember }: Memory): void {
  const place = need('[data-going]', page);
  const words = need('span', place);
  need<HTMLAnchorElement>('a', place).href = url;
  place.hidden = false;
  words.textContent = '';
  if (!recall('left')) count(SECONDS);

  function count(seconds: number): void {
    if (seconds < 0) {
      remember('left', '1');
      // A page that the browser keeps as it is must not go on promising this.
      words.textContent = '';
      location.assign(url);
      return;
    }
    words.textContent = place.dataset.text!.replace('{1}', String(seconds));
    setTimeout(count, 1000, seconds - 1);
  }
}
