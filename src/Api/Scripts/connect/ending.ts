import type { Api, News } from './api.js';
import { need } from './dom.js';
import { leave } from './leaving.js';
import type { Memory } from './memory.js';
import { fetchPage } from './page.js';
import type { Parent } from './parent.js';
import { entering, type Store } from './state.js';

export type Ending = ReturnType<typeof createEnding>;

/** Success, and the end of the link. Both are final, and the parent gets one of them once. */
export function createEnding(page: HTMLElement, store: Store, api: Api, parent: Parent, memory: Memory) {
  const { state } = store;
  let receipt: News | null = JSON.parse(memory.recall('receipt') ?? 'null');
  let renewal: Promise<void> | null = null;
  let checking = false;

  function end(phase: 'connected' | 'expired', type: string, payload?: object): void {
    store.update({ ...entering(phase, state), pressed: false });
    store.update({ over: true });
    parent.tell(type, payload);
  }

  function renew(screen: string, body: Document, selector: string): void {
    const newer = body.querySelector(selector);
    if (newer) need(`[data-screen=${screen}]`, page).replaceChildren(...newer.childNodes);
  }

  /** The page itself knows why the link is over, or that it is not; then the answer is no. */
  async function expired(): Promise<boolean> {
    if (state.over || state.finishing || checking) return true;
    checking = true;
    const answer = await fetchPage().catch(() => null);
    checking = false;
    if (answer?.status === 200) return false;
    if (answer?.status === 404) renew('expired', answer.body, '[data-screen=expired], [data-screen=dead]');
    if (!state.over) end('expired', 'connect:expired');
    return true;
  }

  async function connected(news: News): Promise<void> {
    if (state.over || state.finishing) return;
    // Before Meta answered nobody knew the number.
    if (page.dataset.official && state.phase !== 'connected') await (renewal ??= renewReceipt());
    const { numberId, redirectUrl } = await withReceipt({ ...news, ...receipt });
    if (state.over) return;
    end('connected', 'connect:paired', { ...(numberId && { numberId }), ...(redirectUrl && { redirectUrl }) });
    if (redirectUrl && !parent.framed) leave(page, redirectUrl, memory);
  }

  async function renewReceipt(): Promise<void> {
    const answer = await fetchPage().catch(() => null);
    if (answer?.status === 200) renew('connected', answer.body, '[data-screen=connected]');
  }

  /** Only the browser that paired learns where to go on; the receipt is shown without it. */
  async function withReceipt(news: News): Promise<News> {
    if (!state.attempt || news.numberId) return news;
    return api.status(state.attempt).then((answer) => answer.ok ? answer.json() : news).catch(() => news);
  }

  return {
    expired,
    connected,
    /** What this tab completed itself at Meta. */
    completed(told: News): Promise<void> {
      receipt = told;
      memory.remember('receipt', JSON.stringify(told));
      return connected({});
    },
    /** The link was over before the page was opened. */
    wasExpired: () => end('expired', 'connect:expired'),
  };
}
