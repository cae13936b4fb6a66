interface Words {
  heading: string;
  lead: string;
  open: string;
  again: string;
}

const WORDS: Record<string, Words> = {
  pt: { heading: 'A página de conexão não abriu aqui', lead: 'A rede ou o navegador pode tê-la bloqueado.', open: 'Abrir em outra aba', again: 'Tentar de novo' },
  es: { heading: 'La página de conexión no se abrió aquí', lead: 'La red o el navegador puede haberla bloqueado.', open: 'Abrir en otra pestaña', again: 'Intentar de nuevo' },
  en: { heading: 'The connection page did not open here', lead: 'The network or the browser may have blocked it.', open: 'Open in a new tab', again: 'Try again' },
};

const CONTROL = 'font:600 16px/1.3 system-ui,sans-serif;box-sizing:border-box;display:block;width:100%;padding:12px 16px;border:1.5px solid;border-radius:12px;text-align:center;text-decoration:none;cursor:pointer;';

/** What is shown instead of the browser's own page of a frame that is blocked or does not answer. Styled through the object model, which no style-src forbids. */
export function createFace(language: string, url: string, again: () => void): HTMLElement {
  const words = WORDS[language] ?? WORDS.en!;
  const make = (name: string, text: string, css: string) => {
    const element = document.createElement(name);
    element.textContent = text;
    element.style.cssText = css;
    return element;
  };
  const link = make('a', words.open, CONTROL + 'background:CanvasText;color:Canvas;border-color:CanvasText');
  for (const [name, value] of Object.entries({ href: url, target: '_blank', rel: 'noopener noreferrer' })) link.setAttribute(name, value);
  const button = make('button', words.again, CONTROL + 'background:none;color:inherit');
  button.setAttribute('type', 'button');
  button.addEventListener('click', again);

  const face = make('div', '', 'all:initial;box-sizing:border-box;position:relative;display:grid;gap:14px;max-width:420px;margin:auto;padding:40px 24px;background:Canvas;color:CanvasText;color-scheme:inherit;border-radius:20px;text-align:center;font:16px/1.5 system-ui,sans-serif');
  face.setAttribute('role', 'alert');
  face.append(make('p', words.heading, 'margin:0;font-weight:600;font-size:18px'), make('p', words.lead, 'margin:0'), link, button);
  return face;
}
