import type { Api } from './api.js';
import { need } from './dom.js';
import type { Store } from './state.js';
import type { Voice } from './voice.js';

/** What only this page can report to the SaaS: the phone's message, and the request for a new link. */
export function reportPhoneMessages(page: HTMLElement, { state }: Store, api: Api, voice: Voice): void {
  page.addEventListener('toggle', ({ target }) => {
    const { open, dataset } = target as HTMLDetailsElement;
    if (dataset.report && open && !state.over) api.report('phone_message', dataset.report).catch(() => {});
  }, true);

  page.addEventListener('submit', async (event) => {
    const form = event.target as HTMLFormElement;
    if (!('ask' in form.dataset)) return;
    event.preventDefault();
    const answer = await (form.dataset.ask === 'passkey' ? api.report('phone_message', 'tell_when_passkey_works') : api.report('new_link')).catch(() => null);
    if (!answer) voice.offline();
    else if (answer.status === 404) location.reload();
    else if (!answer.ok) voice.refused();
    else {
      form.hidden = true;
      const asked = need('[data-asked]', form.parentElement!);
      asked.hidden = false;
      voice.quiet();
      // Its button is gone.
      asked.focus();
    }
  });
}
