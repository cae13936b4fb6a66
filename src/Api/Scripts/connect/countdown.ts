import { written } from './clock.js';
import { find, need } from './dom.js';

const LOW = 11_000;
const HALF_A_MINUTE = 30_500;
/** The half-minute warning is left out for codes that hardly live longer. */
const WORTH_SAYING = 45_000;
/** The next one is often on its way. */
const GRACE = 2000;

/** The ring and the words under a tile. Screen readers announce the last half minute and the end, not every second. */
export function createCountdown(place: HTMLElement, ended: string, say: (text?: string) => void) {
  const label = need('[data-left]', place);
  const arc = find('.arc', place);
  let until = 0;
  let life = 0;
  let said = { half: false, end: false };

  return (next: number, now: number, isHeard: boolean) => {
    const left = next - now;
    if (next !== until) {
      until = next;
      life = Math.max(1, left);
      said = { half: false, end: false };
    }

    place.toggleAttribute('data-off', !(left > 0));
    if (!(left > 0)) {
      if (isHeard && left < -GRACE && !said.end) {
        said.end = true;
        say(ended);
      }
      return;
    }

    const text = place.dataset.text!.replace('{0}', written(left));
    if (label.textContent !== text) label.textContent = text;
    arc?.setAttribute('stroke-dashoffset', String(100 - Math.min(100, 100 * left / life)));
    place.toggleAttribute('data-low', left < LOW);
    if (isHeard && left < HALF_A_MINUTE && life > WORTH_SAYING && !said.half) {
      said.half = true;
      say(place.dataset.half);
    }
  };
}
