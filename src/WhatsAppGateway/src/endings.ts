// What the end of a socket means.

export type Ending =
  /** WhatsApp wants the socket anew, as after every pairing. */
  | 'restart'
  /** The batch of QR codes is used up. */
  | 'batch'
  | 'logged_out' | 'banned' | 'replaced' | 'outdated' | 'limited'
  /** The network, or WhatsApp for the moment: the same session may be tried again. */
  | 'lost';

const endings: Record<number, Ending> = {
  401: 'logged_out',
  // An account is locked (402), banned for a while (403) or for good (406).
  402: 'banned', 403: 'banned', 406: 'banned',
  // 409 and 411 are answers to clients of another age, too.
  405: 'outdated', 409: 'outdated', 411: 'outdated',
  429: 'limited',
  440: 'replaced',
  515: 'restart',
};
const refsUsedUp = 'QR refs attempts ended';

export function endingOf(error: unknown): Ending {
  const { message, output } = (error ?? {}) as { message?: string; output?: { statusCode?: number } };
  return message === refsUsedUp ? 'batch' : endings[output?.statusCode ?? 0] ?? 'lost';
}
