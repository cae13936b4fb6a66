import { all, need } from './dom.js';
import type { Voice } from './voice.js';

const SAID_FOR = 2500;

/** The buttons that copy the code or the page's address. */
export function offerCopies(page: HTMLElement, voice: Voice): void {
  for (const button of all('[data-copy-code], [data-copy-link]', page)) {
    const words = button.textContent;
    button.addEventListener('click', async () => {
      const code = button.dataset.copyLink ? null : need('[data-code]', page);
      if (!await copy(button.dataset.copyLink ?? code?.textContent ?? '', button)) {
        // The person can still do it by hand.
        if (code) getSelection()?.selectAllChildren(code);
        return;
      }
      button.textContent = button.dataset.done ?? words;
      voice.say(button.dataset.done);
      setTimeout(() => { button.textContent = words; }, SAID_FOR);
    });
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
