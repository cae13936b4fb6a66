import { all, find } from './dom.js';
import type { Parent } from './parent.js';
import { phaseShown, screenShown, type Store } from './state.js';
import type { Voice } from './voice.js';

const ERRORS = ['gateway_unavailable', 'stalled', 'number_mismatch'];
const WITHOUT_HELP = ['connected', 'expired'];
const BEFORE_PAIRING = ['ready', 'meta_start'];

/** One screen at a time; a screen reader announces its heading. */
export function drawScreens(page: HTMLElement, store: Store, parent: Parent, voice: Voice): void {
  const screens = all('[data-screen]', page);
  const help = find('[data-help]', page);
  let phase = phaseShown(store.state);
  let screen = screenShown(store.state);

  store.draw((state) => {
    if (phase !== phaseShown(state)) {
      phase = page.dataset.phase = phaseShown(state);
      parent.tell('connect:step', { phase });
    }
    const next = screenShown(state);
    // A newer server may know phases that this page has no screen for.
    if (next !== screen && screens.some((one) => one.dataset.screen === next)) turnTo(screen = next);
  });

  function turnTo(name: string): void {
    page.dataset.moved = '';
    for (const one of screens) one.hidden = one.dataset.screen !== name;
    if (help) {
      help.hidden = WITHOUT_HELP.includes(name);
      for (const part of all('[data-for-pairing]', help)) part.hidden = BEFORE_PAIRING.includes(name);
    }
    voice.quiet();
    const heading = all(`[data-screen="${name}"] h1`, page).find((one) => one.offsetParent);
    // An embedding page that has the focus keeps it.
    if (document.hasFocus()) heading?.focus({ preventScroll: parent.framed });
    else voice.say(heading?.textContent);
    if (ERRORS.includes(name)) parent.tell('connect:error', { code: name.toUpperCase(), message: heading?.textContent ?? '' });
  }
}
