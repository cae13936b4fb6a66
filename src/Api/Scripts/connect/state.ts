import type { Method, Way } from './api.js';

export interface Artifact {
  /** The QR code's data URI, or the pairing code as XXXX-XXXX; empty when it was over before this page saw it. */
  content: string;
  /** Opens WhatsApp with this QR code. */
  link?: string;
  until: number;
}

export type Artifacts = Record<Method, Artifact | null>;

/** Without a method, every way has to wait. */
export interface Cooling {
  until: number;
  method?: Method;
}

/** What is known of the pairing. Everything on the screen is drawn from it, the server's clock and nothing else. */
export interface State {
  /** As the server last reported it. */
  phase: string;
  artifacts: Artifacts;
  /** Of the newest artifact. */
  sequence: number;
  cooling: Cooling | null;
  /** When the link ends; its owner may move that. */
  endsAt: number;
  /** Whose panel is seen. */
  method: Way;
  /** A tap's answer is on its way. */
  starting: boolean;
  /** After a tap, until the server answers with its result. */
  pressed: boolean;
  /** A screen of this tab's own business, shown until what is pushed agrees. */
  own: string | null;
  /** This tab completes the link itself and gets the full answer; the pushed event of the same end has less. */
  finishing: boolean;
  /** What `connect` gave to this tab. */
  attempt: string | null;
  over: boolean;
}

/** A tap is answered at once, the server's word comes later. */
export const phaseShown = (state: State) => state.pressed ? 'preparing' : state.phase;

export const screenOf = (phase: string) => phase === 'preparing' || phase === 'awaiting_scan' ? 'pair' : phase;

export const screenShown = (state: State) => state.own ?? screenOf(phaseShown(state));

export const isLive = (artifact: Artifact | null, now: number) => !!artifact?.content && artifact.until > now;

const NOTHING_TO_SCAN = ['ready', 'preparing', 'number_mismatch', 'cooling_down', 'stalled'];

/** What a phase brings with it. What was there to scan before does not come back. */
export function entering(phase: string, { own, finishing }: State): Partial<State> {
  const agrees = own === screenOf(phase) && !finishing;
  return {
    phase,
    own: agrees || phase === 'connected' || phase === 'expired' ? null : own,
    ...(NOTHING_TO_SCAN.includes(phase) && { artifacts: { qr: null, code: null } }),
  };
}

export type Store = ReturnType<typeof createStore>;

export function createStore(initial: State) {
  const state = { ...initial };
  const views: ((state: Readonly<State>) => void)[] = [];
  return {
    state: state as Readonly<State>,
    /** A view is called after every change, and while time passes. */
    draw(view: (state: Readonly<State>) => void) { views.push(view); },
    update(changes: Partial<State> = {}) {
      Object.assign(state, changes);
      for (const view of views) view(state);
    },
  };
}
