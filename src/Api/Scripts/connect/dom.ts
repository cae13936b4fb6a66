export const find = (selector: string, inside: ParentNode = document) => inside.querySelector<HTMLElement>(selector);

export const all = (selector: string, inside: ParentNode = document) => [...inside.querySelectorAll<HTMLElement>(selector)];

/** For what the server writes on every page that uses it. */
export function need<T extends Element = HTMLElement>(selector: string, inside: ParentNode = document): T {
  const found = inside.querySelector<T>(selector);
  if (!found) throw new Error(`The page has no ${selector}`);
  return found;
}
