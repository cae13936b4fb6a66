/** What the device's clock may gain on the page's own time before that means something: it was set, or the device slept. */
const LEAP = 2000;

export type Clock = ReturnType<typeof serverClock>;

/**
 * The server's time. The device's own clock may be hours off and may be set while the page is open; the page's time cannot, but on some devices
 * it stands still while they sleep. So it is put right by what the server says, and until then by the worse that may have happened.
 */
export function serverClock(serverNow: string) {
  // What the page was written with is as old as its first byte.
  const arrival = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined;
  let known = Date.parse(serverNow) - (arrival?.responseStart || performance.now());
  let feared = known;
  let leaptAt = 0;
  let gap = Date.now() - performance.now();

  function look(): void {
    const next = Date.now() - performance.now();
    const leap = next - gap;
    gap = next;
    if (leap < LEAP) return;
    feared += leap;
    leaptAt = performance.now();
  }

  return {
    now(): number {
      look();
      return performance.now() + feared;
    },

    /** Whether codes may have died in a sleep; only the server knows. */
    isUnsure: () => feared > known,

    /**
     * The server said what time it was; it can only be later by now.
     * @param asked When that was asked for, in the page's time: who asked before a leap was answered before it.
     */
    told(time: string, asked: number): void {
      look();
      known = Math.max(known, Date.parse(time) - performance.now());
      feared = asked < leaptAt ? Math.max(known, feared) : known;
    },
  };
}

/** In minutes and seconds, where a day's budget is used up with hours. */
export function written(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return [...(hours ? [hours, two(minutes % 60)] : [minutes]), two(seconds % 60)].join(':');
}

const two = (number: number) => String(number).padStart(2, '0');
