import { all, find, need } from '../connect/dom.js';
import type { Pairing } from '../connect/run.js';
import { readMessage, type Ids } from './messages.js';
import { createRegistration } from './registration.js';
import { isReady, loadSdk, login } from './sdk.js';

/** How long the ids may lag behind the code, which is good for seconds only. */
const IDS_WITHIN = 1500;
const LONGEST_REPORT = 64;

/** One opening of Meta's window, which brings a code and ids in either order. */
interface Visit {
  ids: Ids | null;
  code?: string;
  /** Closed by the person, it may still report an error; ended, it has nothing more to say. */
  state: 'open' | 'closed' | 'ended';
}

/** Signing up in Meta's own window. */
export function openMeta(page: HTMLElement, section: HTMLElement, pairing: Pairing): void {
  const { tell, keep, report } = pairing;
  const { app = '', config = '', graph = '', sdk = '', complete: url = '', screen = '' } = section.dataset;
  const words = need('[data-meta-words]').dataset as Record<'loading' | 'ended' | 'cancelled' | 'reported' | 'blocked' | 'notLoaded', string>;
  const said = need('[data-said]', section);
  const registration = createRegistration(page, url, pairing);
  const buttons = all('[data-meta-start]', page);
  // In older browsers a style sheet cannot know whether scripts run.
  find('.no-script', section)?.remove();
  let loading = false;
  let visit: Visit | null = null;
  let atMeta = false;
  let reports: Promise<unknown> = Promise.resolve();

  /** One after the other: "closed" must not overtake "opened". */
  function tellServer(kind: string, value?: string): void {
    reports = reports.then(() => report(kind, value?.replace(/\p{Cc}+/gu, ' ').slice(0, LONGEST_REPORT))).catch(() => {});
  }

  function sentence(text = ''): void {
    said.textContent = text;
    said.hidden = !text;
    if (text) said.scrollIntoView({ block: 'nearest' });
  }

  function failed(text: string, code: string): void {
    keep(screen);
    sentence(text);
    tell('connect:error', { code, message: text });
  }

  function label(text?: string): void {
    for (const button of buttons) {
      button.textContent = text ?? (isReady() ? button.dataset.ready : button.dataset.metaStart) ?? '';
      if (text) button.setAttribute('aria-disabled', 'true');
      else button.removeAttribute('aria-disabled');
    }
  }

  async function press(): Promise<void> {
    if (isReady()) open();
    else if (!loading) {
      loading = true;
      sentence();
      label(words.loading);
      try {
        await loadSdk(sdk, app, graph);
        // Browsers open windows within a press only, and this one is spent.
        keep('meta_open');
        find('[data-screen=meta_open] button', page)?.focus();
      } catch {
        failed(words.notLoaded, 'SDK_NOT_LOADED');
      }
      loading = false;
      label();
    }
  }

  function open(): void {
    sentence();
    atMeta = false;
    const mine: Visit = visit = { ids: null, state: 'open' };
    keep('meta_waiting');
    tellServer('meta_opened');
    login(config, {
      returned: (code, blocked) => returned(mine, code, blocked),
      blocked: () => { if (mine.state === 'open') blockedBy(mine); },
    });
  }

  function cancelled(mine: Visit, step?: string): void {
    if (mine.state === 'ended') return;
    mine.state = 'closed';
    tellServer('meta_cancelled', step);
    keep(screen);
    sentence(words.cancelled);
  }

  function broken(mine: Visit, text: string, why: string, code: string): void {
    if (mine.state === 'ended') return;
    mine.state = 'ended';
    tellServer('meta_error', why);
    failed(text, code);
  }

  const blockedBy = (mine: Visit) => broken(mine, words.blocked, 'popup_blocked', 'POPUP_BLOCKED');

  function returned(mine: Visit, code: string | undefined, blocked: boolean): void {
    if (mine.state !== 'open') return;
    mine.code = code;
    if (code) {
      if (mine.ids) conclude(mine);
      else setTimeout(() => conclude(mine), IDS_WITHIN);
    } else if (mine === visit) {
      // An older window's end says nothing: the newer one is still there.
      if (blocked) blockedBy(mine);
      else cancelled(mine);
    }
  }

  window.addEventListener('message', (event) => {
    const told = visit && readMessage(event, sdk.startsWith('/'));
    if (!visit || !told) return;
    if (told.kind === 'error') broken(visit, words.reported.replace('{0}', () => told.text), told.text, 'META_ERROR');
    else if (visit.state !== 'open') return;
    else if (told.kind === 'cancel') cancelled(visit, told.step);
    else {
      visit.ids = told.ids;
      if (visit.code) conclude(visit);
    }
  });

  function conclude(mine: Visit): void {
    if (mine.state !== 'open') return;
    mine.state = 'ended';
    registration.register({ code: mine.code, ...mine.ids });
  }

  // What ended the signup was not this tab: it waits for a window that has nothing to say any more.
  pairing.follow((phase) => {
    if (phase === 'ready' && atMeta && visit?.state === 'open') {
      keep(screen);
      sentence(words.ended);
    }
    atMeta = phase === 'meta_waiting';
  });

  page.addEventListener('click', ({ target }) => {
    const pressed = (name: string) => (target as Element).closest(`[data-meta-${name}]`);
    if (pressed('start')) press();
    else if (pressed('offer') || pressed('restart')) {
      sentence();
      keep(screen);
    } else if (pressed('back')) keep(null);
    else if (pressed('again')) registration.again();
    else if (pressed('cancel')) {
      if (visit) visit.state = 'ended';
      cancelled(visit = { ids: null, state: 'open' });
    }
  });
}
