import type { Api, Issued, Method, Refusal, Way } from './api.js';
import type { Clock } from './clock.js';
import { all, find } from './dom.js';
import type { Hearing } from './hearing.js';
import type { Memory } from './memory.js';
import { createPress, type Press } from './press.js';
import { entering, isLive, phaseShown, type Store } from './state.js';
import type { Voice } from './voice.js';

const BEFORE_FAILURES = ['ready', 'preparing', 'awaiting_scan'];

export type Acting = ReturnType<typeof createActing>;

/** Asking for a QR code or a pairing code, and choosing between them. */
export function createActing(page: HTMLElement, store: Store, api: Api, clock: Clock, voice: Voice, memory: Memory, hearing: Hearing) {
  const { state } = store;
  let disabled = false;
  let claimed = 0;
  const press = createPress(store, clock, memory);

  store.draw(({ method, starting }) => {
    page.dataset.method = method;
    if (starting === disabled) return;
    disabled = starting;
    for (const button of all('button[type=submit]', page)) {
      if (disabled) button.setAttribute('aria-disabled', 'true');
      else button.removeAttribute('aria-disabled');
    }
  });

  /** Without a method both are asked for. */
  const start = (method?: Method, refresh = false) => begin({ method, refresh, at: clock.now(), starts: 1 });

  async function begin(pressed: Press): Promise<void> {
    if (state.starting || state.over) return;
    const before = state.phase;
    const { method, refresh } = pressed;
    press.make(pressed);
    store.update({ starting: true, pressed: true });
    const answer = await api.connect({ ...(method && { method }), ...(refresh && { refresh }) }).catch(() => null);
    const json = await answer?.json().catch(() => null);
    hearing.outdate();
    voice.quiet();
    store.update({ starting: false });

    const isIssued = answer?.ok && json;
    const isCooling = json?.code === 'PAIRING_COOLDOWN';
    if (isIssued) await issued(json);
    else if (answer?.status === 404) await hearing.checkEnd();
    else if (isCooling) cooled(json);
    else if (answer) await hearing.look();

    store.update({ pressed: false });
    if (!answer) {
      const since = performance.now();
      press.isLost(() => hearing.heardSince(since));
      voice.offline();
    }
    if (answer && !isCooling && state.phase === before && !(isIssued && BEFORE_FAILURES.includes(before))) voice.refused();
  }

  async function issued({ attempt, sequence, ...made }: Issued): Promise<void> {
    const isFirst = state.attempt !== attempt;
    memory.remember('attempt', attempt);
    store.update({ attempt, cooling: null });
    // A phase from before a failure may be returned while the failure lasts.
    if (!BEFORE_FAILURES.includes(state.phase)) await hearing.look();
    if (sequence >= state.sequence && (made.qrcodeBase64 || made.pairingCode)) {
      const artifact = (content: string | null, until: string | null, link?: string | null) =>
        content && until ? { content, until: Date.parse(until), ...(link && { link }) } : null;
      store.update({
        ...(phaseShown(state) === 'preparing' && entering('awaiting_scan', state)),
        artifacts: { qr: artifact(made.qrcodeBase64, made.expiresAt, made.deviceLinkUrl), code: artifact(made.pairingCode, made.pairingCodeExpiresAt) },
        sequence,
        pressed: false,
      });
    } else {
      // Something newer was pushed meanwhile, or the phone was faster.
      await hearing.look();
    }
    // From now on the stream may send what only the pairing browser may know.
    if (isFirst) hearing.listen();
  }

  /** What can still be used is better than a screen that says to wait. */
  function cooled({ details }: Refusal): void {
    const cooling = details?.until ? { until: Date.parse(details.until), method: details.method } : null;
    const live = liveMethod();
    if (live && state.phase === 'awaiting_scan') {
      store.update({ cooling, pressed: false });
      if (live !== 'qr' || state.method !== 'app') choose(live);
      voice.say(find('[data-wait]', page)?.textContent);
    } else store.update({ ...entering('cooling_down', state), cooling, pressed: false });
  }

  /** The one that is seen, where both are. */
  function liveMethod(): Method | undefined {
    const first = state.method === 'code' ? 'code' : 'qr';
    return ([first, first === 'qr' ? 'code' : 'qr'] as const).find((one) => isLive(state.artifacts[one], clock.now()));
  }

  function choose(method: Way): void {
    store.update({ method });
    const heading = find(`[data-panel=${method}] h1`, page);
    heading?.focus({ preventScroll: true });
    // The button stood below the steps; what it brings stands above them.
    (find('[data-wait]:not([hidden])', page) ?? heading)?.scrollIntoView({ block: 'nearest' });
  }

  /** A tab whose tap was taken, but whose answer was lost, asks for its pass again: once for each artifact, and only for what is live, which starts nothing. */
  async function claim(): Promise<void> {
    const live = liveMethod();
    if (!live || state.phase !== 'awaiting_scan' || state.starting || state.attempt || claimed === state.sequence || !memory.recall('started')) return;
    claimed = state.sequence;
    const answer: Issued | null = await api.connect({ method: live }).then((one) => one.ok ? one.json() : null).catch(() => null);
    if (answer) await issued(answer);
  }

  function resume(): void {
    const due = press.due();
    if (due) begin(due);
  }

  page.addEventListener('click', ({ target }) => {
    const wanted = (target as Element).closest<HTMLElement>('[data-use]')?.dataset.use as Way | undefined;
    if (!wanted) return;
    choose(wanted);
    const method = wanted === 'app' ? 'qr' : wanted;
    if (!state.artifacts[method] && !isLive(state.artifacts.code, clock.now())) start(method);
  });

  page.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || 'ask' in form.dataset) return;
    event.preventDefault();
    const fields = new FormData(form);
    if (form.dataset.meanwhile) store.update({ method: form.dataset.meanwhile as Method });
    const onPhone = find('[data-start]', form) && state.method === 'code';
    start((fields.get('method') || page.dataset.only || (onPhone ? 'code' : undefined)) as Method | undefined, fields.get('refresh') === 'true');
  });

  return { start, choose, claim, resume };
}
