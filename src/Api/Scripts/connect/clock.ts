export type Clock = () => number;

/** Countdowns follow the server's clock; the device's may be hours off. */
export function serverClock(serverNow: string): Clock {
  const skew = Date.parse(serverNow) - Date.now();
  return () => Date.now() + skew;
}

/** In minutes and seconds, where a day's budget is used up with hours. */
export function written(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return [...(hours ? [hours, two(minutes % 60)] : [minutes]), two(seconds % 60)].join(':');
}

const two = (number: number) => String(number).padStart(2, '0');
