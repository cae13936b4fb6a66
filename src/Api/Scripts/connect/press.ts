import type { Method } from './api.js';
import type { Clock } from './clock.js';
import type { Memory } from './memory.js';
import type { Store } from './state.js';

/** A person who pressed longer ago is not surprised by a code any more. */
const LASTS = 15 * 60_000;
/** A gateway that comes and goes must not be started for ever. */
const MOST_STARTS = 4;

export interface Press {
  method?: Method;
  refresh: boolean;
  /** By the server's clock. */
  at: number;
  /** The one of the person, and those that the page made of it. */
  starts: number;
}

/** The last press of this tab, also of before a reload. Where nothing came of it, it is made good once that is possible. */
export function createPress({ state, draw }: Store, clock: Clock, memory: Memory) {
  let press: Press | null = JSON.parse(memory.recall('started') ?? 'null');
  let isPossible: (() => boolean) | null = null;
  let known = state.phase;

  draw(({ phase }) => {
    if (phase === known) return;
    // Anything else that happens is newer than the press.
    isPossible = known === 'gateway_unavailable' && phase === 'ready' ? () => true : null;
    known = phase;
  });

  return {
    make(made: Press): void {
      press = made;
      isPossible = null;
      memory.remember('started', JSON.stringify(made));
    },

    /** It reached nobody. */
    isLost(isHeard: () => boolean): void {
      if (press) press.starts--;
      isPossible = isHeard;
    },

    /** What is to be started now, once, for a person who is still there. */
    due(): Press | null {
      if (!press || state.starting || state.own || document.hidden || !isPossible?.()) return null;
      isPossible = null;
      return press.starts < MOST_STARTS && clock.now() - press.at < LASTS ? { ...press, starts: press.starts + 1 } : null;
    },
  };
}
