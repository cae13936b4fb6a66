import { open } from './modal.js';
import { mount } from './mount.js';
import { popup } from './popup.js';

export { init } from './options.js';
export type { Callbacks, Defaults, EmbedHandle, EmbedOptions, Paired, PairingError } from './options.js';

export const connect = { open, mount, popup };
