// What the library leaves behind of every socket that is gone.
import { AsyncLocalStorage } from 'node:async_hooks';
import { NodeCache } from '@cacheable/node-cache';

type Storage = AsyncLocalStorage<unknown>;

/**
 * It makes an AsyncLocalStorage for each socket and leaves it enabled: before version 24, Node.js copies the stores of all sockets that ever
 * were into whatever it begins. From here on a storage is enabled only while something runs in it.
 */
export function disableIdleStorages(): void {
  const run = AsyncLocalStorage.prototype.run as (this: Storage, store: unknown, act: () => unknown) => unknown;
  const running = new WeakMap<Storage, number>();
  const count = (storage: Storage, step: number): number => {
    const now = (running.get(storage) ?? 0) + step;
    running.set(storage, now);
    return now;
  };
  AsyncLocalStorage.prototype.run = function (this: Storage, store: unknown, act: (...given: unknown[]) => unknown, ...given: unknown[]) {
    count(this, 1);
    let result: unknown;
    const end = (): void => void (count(this, -1) === 0 && this.disable());
    try {
      result = run.call(this, store, () => act(...given));
    } finally {
      if (result instanceof Promise) result.then(end, end);
      else end();
    }
    return result;
  } as typeof AsyncLocalStorage.prototype.run;
}

/** It never closes its caches, whose timers would keep them. From here on a timer ends when nothing else holds its cache. */
export function weakenCacheTimers(): void {
  type Timed = { options: { checkperiod?: number }; checkData(): void };
  (NodeCache.prototype as unknown as { startInterval(): void }).startInterval = function (this: Timed) {
    const cache = new WeakRef<Timed>(this);
    const timer = setInterval(() => {
      const held = cache.deref();
      if (held) held.checkData();
      else clearInterval(timer);
    }, (this.options.checkperiod ?? 600) * 1000).unref();
  } as () => void;
}
