import { all, find, need } from './dom.js';
import type { Guide } from './guide.js';
import { PHONE } from './page.js';
import type { Voice } from './voice.js';

const SAID_FOR = 2500;
/** A phone that opens an app hides this page well before. */
const OPENED_WITHIN = 2000;

/** The buttons that copy the code or the page's address; on the phone to be paired, the code's opens WhatsApp, too. */
export function offerCopies(page: HTMLElement, voice: Voice, guide: Guide): void {
  for (const button of all('[data-copy-code], [data-copy-link]', page)) {
    const words = [...button.childNodes];
    button.addEventListener('click', async () => {
      const code = button.dataset.copyLink ? null : need('[data-code]', page);
      if (!await copy(button.dataset.copyLink ?? code?.textContent ?? '', button)) {
        // The person can still do it by hand.
        if (code) getSelection()?.selectAllChildren(code);
        return;
      }
      button.textContent = button.dataset.done ?? '';
      voice.say(button.dataset.done);
      setTimeout(() => button.replaceChildren(...words), SAID_FOR);
      if (code && matchMedia(PHONE).matches) openWhatsApp();
    });
  }

  function openWhatsApp(): void {
    const unopened = find('[data-unopened]', page);
    let left = false;
    const leave = () => { left ||= document.visibilityState === 'hidden'; };
    document.addEventListener('visibilitychange', leave);
    if (unopened) unopened.hidden = true;
    // A link that is clicked is allowed where a script that navigates is not.
    Object.assign(document.createElement('a'), { href: 'whatsapp://app' }).click();
    setTimeout(() => {
      document.removeEventListener('visibilitychange', leave);
      guide.code(left ? 1 : 0);
      if (unopened) unopened.hidden = left;
    }, OPENED_WITHIN);
  }
}

/** Frames without the permission and the browsers inside apps refuse the clipboard, but seldom the older command. */
async function copy(text: string, button: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'quiet-voice';
    button.after(field);
    field.focus({ preventScroll: true });
    field.select();
    const copied = document.execCommand('copy');
    field.remove();
    button.focus({ preventScroll: true });
    return copied;
  }
}
