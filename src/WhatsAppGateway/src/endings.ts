// What the end of a socket means.

export type Ending =
  /** WhatsApp wants the socket anew, as after every pairing. */
  | 'restart'
  /** The batch of QR codes is used up. */
  | 'batch'
  | 'logged_out'
  | 'banned'
  | 'replaced'
  | 'outdated'
  | 'limited'
  /** The network, or WhatsApp for the moment: the same session may be tried again. */
  | 'lost';

interface SocketError {
  message?: string;
  output?: { statusCode?: number };
}

const refsUsedUp = 'QR refs attempts ended';

export function endingOf(error: unknown): Ending {
  const { message, output } = (error ?? {}) as SocketError;
  switch (output?.statusCode) {
    case 515:
      return 'restart';
    case 401:
      return 'logged_out';
    // An account is locked (402), banned for a while (403) or for good (406).
    case 402:
    case 403:
    case 406:
      return 'banned';
    case 405:
    // 409 and 411 are answers to clients of another age, too.
    case 409:
    case 411:
      return 'outdated';
    case 429:
      return 'limited';
    case 440:
      return 'replaced';
    case 408:
      return message === refsUsedUp ? 'batch' : 'lost';
    default:
      return 'lost';
  }
}
