export type Clock = () => number;

/** Countdowns follow the server's clock; the device's may be hours off. */
export function serverClock(serverNow: string): Clock {
  const skew = Date.parse(serverNow) - Date.now();
  return () => Date.now() + skew;
}

export function minutesAndSeconds(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
