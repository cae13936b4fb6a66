// The libraries write keys and chats to the console when something surprises them. Nothing of that may reach a log.
import type { ILogger } from 'baileys/lib/Utils/logger.js';

const nothing = (): void => {};

export const silence: ILogger = {
  level: 'silent', child: () => silence, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing,
};

/** The name of what was thrown: its text and properties may hold what the libraries were working on. */
export const nameOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : 'rejection');

export function quietConsole(): void {
  for (const [name, method] of Object.entries(console)) {
    if (typeof method === 'function' && name !== 'Console') (console as unknown as Record<string, unknown>)[name] = nothing;
  }
  // Else Node.js would print the exception with all that it holds.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${nameOf(error)}\n`, () => process.exit(1));
  });
  // A surprise in one session must not end the others'.
  process.on('unhandledRejection', (reason) => process.stderr.write(`${nameOf(reason)}\n`));
}
