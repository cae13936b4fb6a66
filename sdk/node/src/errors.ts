import type { components } from './generated/openapi.js';

export type ErrorEnvelope = components['schemas']['ErrorEnvelope'];

/** What the server answered instead of a result. Each documented code has a class of its own. */
export class PilotPairingError extends Error {
  /** For programs; stable. */
  readonly code: string;
  readonly details: ErrorEnvelope['details'];
  /** Name it to who operates the installation. */
  readonly requestId: string;

  constructor(
    readonly status: number,
    envelope: ErrorEnvelope,
    /** When the server asks to be called again. */
    readonly retryAfterMs: number | undefined,
  ) {
    super(`${envelope.code}: ${envelope.error}`);
    this.name = new.target.name;
    this.code = envelope.code;
    this.details = envelope.details;
    this.requestId = envelope.requestId;
  }

  /** What is wrong with each member of the request, by its name. */
  get fields(): Record<string, string> {
    return this.details?.fields ?? {};
  }
}

/** An answer without the envelope of an error: something between you and the server wrote it. */
export class UnexpectedAnswerError extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super(`The server answered ${status} without the envelope of an error`);
    this.name = 'UnexpectedAnswerError';
  }
}

/** There was no answer, or not a whole one, however often the request was sent. */
export class NoAnswerError extends Error {
  constructor(
    readonly isTimeout: boolean,
    cause: unknown,
  ) {
    super(isTimeout ? 'The server did not answer in time' : 'There was no whole answer', { cause });
    this.name = 'NoAnswerError';
  }
}
