import { createFrame } from './frame.js';
import css from './modal.css';
import { languageOf, themeOf, withDefaults, type EmbedHandle, type EmbedOptions } from './options.js';

const CLOSE: Record<string, string> = { pt: 'Fechar', es: 'Cerrar' };

let dressed = false;

/** A constructed style sheet is not "inline" to a content security policy; a style element with the page's nonce is allowed by it. */
function dress(nonce?: string): void {
  if (dressed) return;
  dressed = true;
  if (!nonce && 'adoptedStyleSheets' in document) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return;
  }

  const style = document.createElement('style');
  style.nonce = nonce ?? '';
  style.textContent = css;
  document.head.append(style);
}

/** The page in a modal dialog: the browser itself keeps the focus inside and gives it back. It stays open after success. */
export function open(given: EmbedOptions): EmbedHandle {
  const options = withDefaults(given);
  const dialog = document.createElement('dialog');
  const frame = createFrame(options, () => dialog.close());
  dress(options.nonce);

  const box = document.createElement('div');
  box.className = 'pilot-pairing-box';
  box.style.colorScheme = themeOf(options.theme) ?? 'light dark';

  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'pilot-pairing-close';
  button.textContent = '\u00d7';
  button.setAttribute('aria-label', CLOSE[languageOf(options)] ?? 'Close');

  box.append(button, frame.element);
  dialog.append(box);
  dialog.className = 'pilot-pairing';
  dialog.setAttribute('aria-label', frame.title);
  // Without its scrollbar the page behind would move.
  if (innerWidth > document.documentElement.clientWidth) dialog.classList.add('pilot-pairing-gutter');

  button.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    // The second half of a double click on whatever opened us lands here.
    if (event.target === dialog && event.detail < 2) dialog.close();
  });
  const closed = () => {
    destroy();
    options.onClose?.();
  };
  dialog.addEventListener('close', closed);

  function destroy(): void {
    dialog.removeEventListener('close', closed);
    frame.stop();
    dialog.close();
    dialog.remove();
  }

  document.body.append(dialog);
  dialog.showModal();
  return { destroy };
}
