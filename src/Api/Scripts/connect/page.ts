import { ANSWER_WITHIN, within } from './api.js';
import { find } from './dom.js';
import { coolingOn } from './cooling.js';
import type { Memory } from './memory.js';
import type { State } from './state.js';
import { artifactsOn } from './tiles.js';

// The same as in the style sheet: a phone cannot scan its own screen.
export const PHONE = '(hover: none) and (pointer: coarse) and (max-width: 40rem), (hover: none) and (pointer: coarse) and (max-height: 30rem)';

/** The state as the server wrote it into the page. */
export function readState(page: HTMLElement, { recall }: Memory): State {
  const { phase = 'ready', sequence, expires = '', only, tap } = page.dataset;
  const onPhone = matchMedia(PHONE).matches;
  const onCode = only === 'code' || (!only && onPhone && find('[data-tile=code]', page));
  return {
    phase,
    artifacts: artifactsOn(page),
    sequence: Number(sequence),
    cooling: coolingOn(page),
    endsAt: Date.parse(expires),
    method: onPhone && tap === 'first' ? 'app' : onCode ? 'code' : 'qr',
    starting: false,
    pressed: false,
    own: null,
    finishing: false,
    attempt: recall('attempt'),
    over: false,
  };
}

/** This page as the server would write it now. Reading it starts nothing. */
export async function fetchPage(): Promise<{ status: number; body: Document }> {
  const answer = await within(ANSWER_WITHIN, location.href, { cache: 'no-store' });
  const html = await answer.text();
  // The head's style has a nonce that is not ours.
  return { status: answer.status, body: new DOMParser().parseFromString(html.slice(html.indexOf('<body')), 'text/html') };
}
