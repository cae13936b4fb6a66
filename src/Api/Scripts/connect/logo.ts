import { find } from './dom.js';

/** Relative luminance below which ink is hard to see on a dark page. */
const DARK = 0.3;
const SIDE = 32;

/** Finds out what the server does not know of a logo: that it is tall, and that it is dark ink on nothing, which a dark page has to put on a plate. */
export function dressLogo(): void {
  const logo = find('.logo') as HTMLImageElement | null;
  if (logo?.complete) look(logo);
  // Again where a device turns dark and another logo comes.
  logo?.addEventListener('load', () => look(logo));
}

function look(logo: HTMLImageElement): void {
  logo.toggleAttribute('data-tall', logo.naturalHeight > logo.naturalWidth * 1.5);
  const paint = Object.assign(document.createElement('canvas'), { width: SIDE, height: SIDE }).getContext('2d');
  if (!paint || !logo.naturalWidth) return;
  paint.drawImage(logo, 0, 0, SIDE, SIDE);
  const { data } = paint.getImageData(0, 0, SIDE, SIDE);
  let ink = 0;
  let light = 0;
  for (let at = 0; at < data.length; at += 4) {
    const share = data[at + 3]! / 255;
    ink += share;
    light += share * (0.2126 * (data[at]! / 255) ** 2.2 + 0.7152 * (data[at + 1]! / 255) ** 2.2 + 0.0722 * (data[at + 2]! / 255) ** 2.2);
  }
  logo.toggleAttribute('data-ink', ink > 0 && ink < 0.9 * SIDE * SIDE && light / ink < DARK);
}
