import { written, type Clock } from './clock.js';
import { all, find } from './dom.js';
import type { Cooling, Store } from './state.js';

/** What the server wrote of a cool-down; which way it is of is known to the forms that offer the other one. */
export function coolingOn(page: HTMLElement): Cooling | null {
  const until = all('[data-cooling], [data-wait]', page).map((one) => Date.parse(one.dataset.until ?? '')).find((one) => one);
  const other = all('[data-meanwhile]', page).find((one) => !one.hidden)?.dataset.meanwhile;
  return until ? { until, ...(other && { method: other === 'qr' ? 'code' : 'qr' }) } : null;
}

/** How long to wait, on a screen of its own, or beside what can still be used. */
export function drawCooling(page: HTMLElement, store: Store, clock: Clock): void {
  const left = find('[data-cooling]', page);
  const beside = find('[data-wait]', page);
  const offers = all('[data-meanwhile]', page);

  store.draw(({ cooling }) => {
    const waits = cooling ? cooling.until - clock.now() : 0;
    const time = written(waits);
    if (left && left.textContent !== time) left.textContent = time;
    for (const offer of offers) offer.hidden = !cooling?.method || offer.dataset.meanwhile === cooling.method;
    if (!beside) return;
    const text = beside.dataset.text!.replace('{0}', time);
    if (beside.textContent !== text) beside.textContent = text;
    beside.hidden = !(waits > 0);
  });
}
