import { need } from '../connect/dom.js';
import type { Pairing } from '../connect/run.js';
import { complete, type MetaDetails } from './completion.js';
import { remedyFor } from './remedies.js';

/** What follows Meta's window: the server completes the signup, and every end of that has its screen. */
export function createRegistration(page: HTMLElement, url: string, { tell, keep, look, expired, finish, completed }: Pairing) {
  const rejected = need('[data-screen=meta_rejected]', page);
  const lines = { means: need('[data-means]', rejected), helps: need('[data-helps]', rejected) };
  const usual = { means: [...lines.means.childNodes], helps: [...lines.helps.childNodes] };
  let last: object | null = null;

  async function register(brought: object): Promise<void> {
    last = brought;
    finish(true);
    keep('meta_registering');
    const { status, code, details, ...receipt } = await complete(url, brought);
    finish(false);
    if (status === 200) await completed(receipt);
    else if (status === 401) await expired();
    else {
      const end = endOf(status, code);
      if (end === 'meta_rejected') explain(details);
      keep(end);
      tell('connect:error', { code: code ?? 'META_UNREACHABLE', message: need(`[data-screen=${end}] h1`, page).textContent });
      // Another tab may have come through, or an answer was lost.
      if (status === 0 || status >= 500) look();
    }
  }

  function endOf(status: number, code?: string): string {
    if (status === 422 || status === 400) return 'meta_rejected';
    return code === 'META_NOT_CONFIGURED' ? 'meta_not_configured' : 'meta_unreachable';
  }

  function explain(details?: MetaDetails): void {
    const remedy = remedyFor(details);
    // The rest speaks of fields that only the form has.
    const { means, helps } = remedy && (!remedy.field || remedy.field === 'pin') ? remedy : usual;
    lines.means.replaceChildren(...means);
    lines.helps.replaceChildren(...helps);
    const theirs = need('[data-theirs]', rejected);
    theirs.hidden = !details?.code;
    theirs.textContent = theirs.dataset.theirs!.replace('{0}', () => details?.message ?? '');
  }

  return { register, again() { if (last) register(last); } };
}
