import { all, need } from './dom.js';

/** The device's own way to pass a link on. Frames are refused it, and browsers on desks seldom have it: there the links for mail and SMS remain. */
export function offerShare(page: HTMLElement, framed: boolean): void {
  for (const button of all('[data-share]', page)) {
    const url = need('[data-copy-link]', button.parentElement!).dataset.copyLink!;
    if (framed || !navigator.canShare?.({ url })) continue;
    button.hidden = false;
    // A sheet that is closed again is an error, too.
    button.addEventListener('click', () => { navigator.share({ url }).catch(() => {}); });
  }
}
