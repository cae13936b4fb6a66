import { find, need } from './dom.js';

export type Voice = ReturnType<typeof createVoice>;

/** Announcements for screen readers, and the visible notice at the foot. */
export function createVoice(page: HTMLElement) {
  const region = need('[data-voice]', page);
  const notice = need('[data-notice]', page);
  const { offline = '', refused = '' } = find('[data-texts]')?.dataset ?? {};

  function say(text?: string | null): void {
    region.textContent = '';
    // A screen reader repeats a text only after it was removed.
    if (text) setTimeout(() => { region.textContent = text; }, 60);
  }

  function note(text = ''): void {
    if (text && notice.textContent !== text) say(text);
    notice.textContent = text;
    notice.hidden = !text;
  }

  return {
    say,
    offline: () => note(offline),
    /** Takes back that there is no network, and nothing else. */
    online() { if (notice.textContent === offline) note(); },
    refused: () => note(refused),
    quiet: () => note(),
  };
}
