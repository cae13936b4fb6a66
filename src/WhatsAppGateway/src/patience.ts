// How long a session waits for what.
export interface Patience {
  /** How long each QR code lives; WhatsApp's own is 60 s for the first of a batch, then 20 s. */
  qrMs?: number;
  noQrMs: number;
  connectMs: number;
  answerMs: number;
  firstPauseMs: number;
  longestPauseMs: number;
}

export const usualPatience: Patience = {
  noQrMs: 10_000, connectMs: 10_000, answerMs: 15_000, firstPauseMs: 500, longestPauseMs: 30_000,
};
