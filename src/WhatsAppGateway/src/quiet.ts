// The libraries write keys and chats to the console when something surprises them. Nothing of that may reach a log.
interface Logger {
  level: string;
  child(bindings: Record<string, unknown>): Logger;
  trace(): void;
  debug(): void;
  info(): void;
  warn(): void;
  error(): void;
}

const nothing = (): void => {};

export const silence: Logger = {
  level: 'silent', child: () => silence, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing,
};

export function quietConsole(): void {
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) console[method] = nothing;
}
