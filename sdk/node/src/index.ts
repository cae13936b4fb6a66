export { PilotPairing } from './client.js';
export * from './errors.js';
export * from './generated/errors.js';
export type { FollowOptions, StreamedEvent } from './stream.js';
export type { PilotPairingOptions } from './transport.js';
export type * from './types.js';
export * from './webhooks.js';
