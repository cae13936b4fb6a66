import { find, need } from './dom.js';

export type Voice = ReturnType<typeof createVoice>;

/** What is said to screen readers, and the notice at the foot that everybody sees. */
export function createVoice(page: HTMLElement) {
  const region = need('[data-voice]', page);
  const notice = need('[data-notice]', page);
  const { offline = '', refused = '' } = find('[data-texts]')?.dataset ?? {};

  function say(text?: string | null): void {
    region.textContent = '';
    // The same words again are only heard when they were gone.
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
