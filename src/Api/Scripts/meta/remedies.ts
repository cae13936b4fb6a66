import { need } from '../connect/dom.js';
import type { MetaDetails } from './completion.js';

/** What we know to say of a refusal of Meta's. */
export interface Remedy {
  means: Node[];
  helps: Node[];
  /** The field that is to blame; the PIN is the only one that Meta's own window asks for, too. */
  field?: string;
}

export function remedyFor({ code, subcode, reason }: MetaDetails = {}): Remedy | undefined {
  const known = code && code >= 200 && code <= 299 ? 200 : code;
  const remedies = [...need<HTMLTemplateElement>('[data-remedies]').content.children] as HTMLElement[];
  const of = (number?: number | null) => number ? remedies.find((one) => one.dataset.codes!.split(' ').includes(String(number))) : undefined;
  const found = (of(reason) ?? of(subcode) ?? of(known))?.cloneNode(true) as HTMLElement | undefined;
  if (!found) return undefined;
  const [means, helps] = found.children;
  return { means: [...means!.childNodes], helps: [...helps!.childNodes], field: found.dataset.field };
}
