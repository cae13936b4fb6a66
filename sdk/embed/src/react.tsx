'use client';

import { useCallback, useEffect, useRef, type CSSProperties, type RefObject } from 'react';
import { connect, type Callbacks, type EmbedHandle, type EmbedOptions } from './index.js';
import { withDefaults } from './options.js';

const EVENTS = ['onReady', 'onStep', 'onPaired', 'onError', 'onExpired', 'onClose'] as const;

/** Callbacks of the latest render, else those of `init`, so that a new function on every render takes nothing down. */
function latestOf(options: RefObject<Callbacks>): Callbacks {
  return Object.fromEntries(EVENTS.map((name) => [name, (payload: never) => withDefaults(options.current as EmbedOptions)[name]?.(payload)]));
}

function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}

export interface PairingEmbedProps extends EmbedOptions {
  className?: string;
  style?: CSSProperties;
}

/** The pairing page in place. Another token, or another look, is another page. */
export function PairingEmbed({ className, style, ...options }: PairingEmbedProps) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useLatest(options);
  const { token, baseUrl, locale, theme, autoStart, title } = options;
  useEffect(() => {
    const handle = connect.mount(place.current!, { token, baseUrl, locale, theme, autoStart, title, ...latestOf(latest) });
    return () => handle.destroy();
  }, [token, baseUrl, locale, theme, autoStart, title, latest]);
  return <div ref={place} className={className} style={style} />;
}

export interface PairingModal {
  /** With the `remotePairingToken` or `remotePairingUrl` that your backend got. */
  open(token: string): void;
  close(): void;
}

/** The pairing page in a modal, which closes when the component goes. */
export function usePairingModal(options: Omit<EmbedOptions, 'token'> = {}): PairingModal {
  const latest = useLatest(options);
  const handle = useRef<EmbedHandle | null>(null);
  const close = useCallback(() => {
    handle.current?.destroy();
    handle.current = null;
  }, []);
  const open = useCallback((token: string) => {
    close();
    handle.current = connect.open({ ...latest.current, ...latestOf(latest), token });
  }, [close, latest]);
  useEffect(() => close, [close]);
  return { open, close };
}
