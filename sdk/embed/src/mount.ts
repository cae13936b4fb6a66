import { createFrame } from './frame.js';
import { withDefaults, type EmbedHandle, type EmbedOptions } from './options.js';

/** The page in place, as high as its content. */
export function mount(selectorOrElement: string | Element, options: EmbedOptions): EmbedHandle {
  const place = typeof selectorOrElement === 'string' ? document.querySelector(selectorOrElement) : selectorOrElement;
  if (!place) throw new Error(`PilotPairing: nothing matches ${selectorOrElement}`);
  const frame = createFrame(withDefaults(options));
  place.append(frame.element);
  return { destroy: frame.stop };
}
