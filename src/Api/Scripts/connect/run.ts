import { createActing } from './acting.js';
import { createApi, type News } from './api.js';
import { whenSeen, whenVisible } from './arrival.js';
import { serverClock } from './clock.js';
import { drawCooling } from './cooling.js';
import { offerCopies } from './copy.js';
import { find } from './dom.js';
import { createEnding } from './ending.js';
import { createGuides } from './guide.js';
import { createHearing } from './hearing.js';
import { reportPhoneMessages } from './helping.js';
import { dressLogo } from './logo.js';
import { createMemory } from './memory.js';
import { createNews } from './news.js';
import { readState } from './page.js';
import { announce, createParent, offerClose, type Parent } from './parent.js';
import { drawScreens } from './screens.js';
import { offerShare } from './share.js';
import { createStore } from './state.js';
import { offerTap } from './tap.js';
import { drawTiles } from './tiles.js';
import { createVoice } from './voice.js';

const TICK = 500;

/** What connecting through Meta has to do with the rest of the page. */
export interface Pairing {
  tell(type: string, payload?: object): void;
  say(text?: string): void;
  /** Shows a screen of this tab's own business, whatever else is still on its way; null is what the server says. */
  keep(screen: string | null): void;
  /** Between these what is pushed of the same end says less. */
  finish(finishing: boolean): void;
  look(): Promise<boolean>;
  /** Calls with each phase that the server comes to. */
  follow(act: (phase: string) => void): void;
  report(kind: string, value?: string): Promise<unknown>;
  expired(): Promise<void>;
  completed(receipt: News): Promise<void>;
}

type WithMeta = (page: HTMLElement, pairing: Pairing) => void;

/** The hosted page with a script: changes are pushed, nothing reloads. Without it the same forms and links do the same work. */
export function run(withMeta?: WithMeta): void {
  const page = find('[data-pairing]');
  const parent = createParent(page);
  announce(parent);
  dressLogo();
  if (find('[data-dead]')) parent.tell('connect:expired');
  if (page) pair(page, parent, withMeta);
}

function pair(page: HTMLElement, parent: Parent, withMeta?: WithMeta): void {
  const { api: base = '', now = '', autostart } = page.dataset;
  const clock = serverClock(now);
  const memory = createMemory('pairing:' + base.slice(-12));
  const api = createApi(base);
  const voice = createVoice(page);
  const store = createStore(readState(page, memory));
  const { state } = store;
  const news = createNews(store, clock);
  const ending = createEnding(page, store, api, parent, memory);
  const hearing = createHearing(api, store, clock, voice, { ...news, ...ending });
  const acting = createActing(page, store, api, clock, voice, memory, hearing);

  drawTiles(page, store, clock, voice);
  const tap = offerTap(page, store, api, clock, memory, acting);
  drawCooling(page, store, clock);
  // Last, so that what takes the focus is there.
  drawScreens(page, store, parent, voice);
  offerCopies(page, voice, createGuides(page));
  offerClose(page, parent);
  offerShare(page, parent.framed);
  reportPhoneMessages(page, store, api, voice);
  withMeta?.(page, {
    tell: parent.tell,
    say: voice.say,
    keep: (screen) => store.update({ own: screen }),
    finish: (finishing) => store.update({ finishing }),
    look: hearing.look,
    follow(act) {
      let known = state.phase;
      store.draw(({ phase }) => { if (phase !== known) act(known = phase); });
    },
    report: api.report,
    expired: hearing.checkEnd,
    completed: ending.completed,
  });

  setInterval(() => {
    news.tick();
    hearing.tick();
    acting.claim();
    acting.resume();
    tap.tick();
  }, TICK);
  // In a hidden tab time passes unseen.
  document.addEventListener('visibilitychange', news.tick);
  window.addEventListener('pageshow', news.tick);
  store.update();

  if (state.phase === 'expired') ending.wasExpired();
  else if (state.phase === 'connected') ending.connected({});
  else {
    hearing.begin();
    if (!memory.recall('opened')) whenVisible(reportOpened);
    if (autostart && parent.framed && state.phase === 'ready') whenSeen(page, startByItself);
  }

  function reportOpened(): void {
    memory.remember('opened', '1');
    api.report('opened', document.documentElement.lang).catch(() => {});
  }

  function startByItself(): void {
    if (state.phase === 'ready') acting.start(state.method === 'code' ? 'code' : undefined);
  }
}
