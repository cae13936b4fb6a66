import { open } from './modal';
import { mount } from './mount';

export { init } from './options';
export type { Callbacks, Defaults, EmbedHandle, EmbedOptions, Paired, PairingError } from './options';

export const connect = { open, mount };
