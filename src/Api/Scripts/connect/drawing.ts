/** Where to tap on the phone, drawn: one scene a step, each kind of phone its own. Attributes only, which no content security policy forbids. */
export function drawing(step: number, last: string, os: string): string {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const pulse = still ? '' : '<animate attributeName="r" values="5;9;5" dur="1.5s" repeatCount="3"/>';
  const ring = (x: number, y: number) => `<circle cx="${x}" cy="${y}" r="7" fill="none" stroke="currentColor" stroke-width="2">${pulse}</circle>`;
  const box = (x: number, y: number, width: number, height: number, strong = false, radius = 2) =>
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="currentColor" opacity="${strong ? 1 : 0.22}"/>`;
  const dots = (strong: boolean) => [13, 17, 21].map((y) => box(59, y, 2.4, 2.4, strong, 1.2)).join('');
  const rows = (from: number, chosen = -1) => [0, 1, 2, 3].map((row) => box(9, from + row * 15, 9, 9, row === chosen, 5) + box(23, from + 2 + row * 15, 36, 5, row === chosen)).join('');
  const tabs = (strong: boolean) => [14, 29, 44].map((x) => box(x, 113, 7, 7, false, 4)).join('') + box(57, 113, 7, 7, strong, 4);

  const scenes = [
    () => [0, 1, 2, 3, 4, 5].map((one) => box(11 + one % 3 * 18, 24 + Math.floor(one / 3) * 20, 13, 13, one === 4, 4)).join('') + ring(35.5, 50.5),
    () => box(9, 13, 26, 8) + rows(34) + (os === 'ios' ? tabs(true) + ring(60.5, 116.5) : dots(true) + ring(60, 18)),
    () => box(9, 13, 26, 8) + rows(30, 1) + box(12, 98, 48, 14, true, 7) + ring(14, 49),
    () => last === 'code'
      ? [0, 1, 2, 3, 4, 5, 6, 7].map((one) => box(8 + one * 7 + (one > 3 ? 2 : 0), 52, 5, 9, true, 1.5)).join('') + box(17, 108, 38, 4, true) + ring(36, 110)
      : '<path d="M14 50V40h10M48 40h10v10M58 74v10H48M24 84H14V74" fill="none" stroke="currentColor" stroke-width="3"/>' + [0, 1, 2, 3].map((one) => box(24 + one % 2 * 14, 50 + Math.floor(one / 2) * 14, 10, 10, true)).join(''),
  ];
  return `<svg viewBox="0 0 72 132" aria-hidden="true"><rect x="1.5" y="1.5" width="69" height="129" rx="11" fill="none" stroke="currentColor" stroke-width="3" opacity=".5"/>${scenes[step]!()}</svg>`;
}
