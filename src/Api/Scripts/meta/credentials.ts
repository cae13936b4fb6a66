import { all, need } from '../connect/dom.js';
import type { Pairing } from '../connect/run.js';
import { complete, type Completion } from './completion.js';
import { remedyFor } from './remedies.js';

/** The form for credentials: what is wrong stands beside its field. */
export function takeCredentials(section: HTMLElement, { tell, keep, look, expired, finish, completed }: Pairing): void {
  const form = need<HTMLFormElement>('form', section);
  const said = need('[data-said]', section);
  const button = need('button[type=submit]', form);
  const inputs = (all('input', form) as HTMLInputElement[]).filter((input) => input.type !== 'hidden');
  const words = said.dataset as Record<'checkFields' | 'rejected' | 'theirs' | 'notConfigured' | 'unreachable', string>;
  form.noValidate = true;

  const wrong = (input: HTMLInputElement) => need(`#${input.id}-wrong`);

  function mark(input: HTMLInputElement, ...text: (Node | string)[]): void {
    const place = wrong(input);
    place.replaceChildren(...text);
    place.hidden = !text.length;
    if (text.length) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  }

  function complain(...text: (Node | string)[]): void {
    said.replaceChildren(...text);
    said.hidden = !text.length;
    const first = inputs.find((input) => input.hasAttribute('aria-invalid'));
    if (first) first.focus();
    else if (text.length) said.scrollIntoView({ block: 'nearest' });
  }

  form.addEventListener('input', ({ target }) => mark(target as HTMLInputElement));

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.hasAttribute('aria-disabled')) return;
    for (const input of inputs) {
      input.value = input.value.trim();
      mark(input, ...(input.validity.valid ? [] : [wrong(input).dataset.wrong!]));
    }
    if (!form.checkValidity()) {
      complain(words.checkFields);
      return;
    }

    complain();
    button.setAttribute('aria-disabled', 'true');
    finish(true);
    keep('meta_registering');
    const completion = await complete(section.dataset.complete!, Object.fromEntries(inputs.filter((input) => input.value).map((input) => [input.name, input.value])));
    finish(false);
    button.removeAttribute('aria-disabled');
    await concluded(completion);
  });

  async function concluded({ status, code, details, ...receipt }: Completion): Promise<void> {
    if (status === 200) {
      form.reset();
      await completed(receipt);
    } else if (status === 401) await expired();
    else {
      keep('ready');
      tell('connect:error', { code: code ?? 'META_UNREACHABLE', message: code ?? '' });
      if (status === 400) {
        for (const input of inputs) if (details?.fields?.[input.name]) mark(input, wrong(input).dataset.wrong!);
        complain(words.checkFields);
      } else if (status === 422) rejected(details);
      else {
        complain(code === 'META_NOT_CONFIGURED' ? words.notConfigured : words.unreachable);
        look();
      }
    }
  }

  function rejected(details: Completion['details']): void {
    const remedy = remedyFor(details);
    const text = remedy ? [...remedy.means, ' ', ...remedy.helps] : [words.rejected];
    const input = remedy && inputs.find((one) => one.name === remedy.field);
    if (input) mark(input, ...text);
    complain(...(input ? [words.checkFields] : text), ...(details?.code ? [' ', words.theirs.replace('{0}', () => details.message ?? '')] : []));
  }
}
