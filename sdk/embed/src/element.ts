import { createFrame } from './frame.js';
import { withDefaults, type Callbacks, type EmbedHandle, type EmbedOptions } from './options.js';

const TEXTS = ['token', 'baseurl', 'locale', 'theme', 'title', 'nonce'] as const;
const NAMES = { baseurl: 'baseUrl' } as Record<string, string>;
const EVENTS = ['Ready', 'Step', 'Paired', 'Error', 'Expired'];

// Importing it needs no window.
const Base = (typeof HTMLElement === 'undefined' ? class {} : HTMLElement) as typeof HTMLElement;

/** `<pilot-pairing token="…">`: the page in place. Its attributes are named like the options, its events like the callbacks without "on". */
export class PilotPairingElement extends Base {
  static readonly observedAttributes = [...TEXTS, 'autostart'];

  private frame: EmbedHandle | null = null;
  private waits = false;

  connectedCallback(): void {
    this.renew();
  }

  disconnectedCallback(): void {
    this.renew();
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (before !== now) this.renew();
  }

  /** Once for all that a framework changes in one go; an element that was only moved keeps nothing, for its frame loads again anyway. */
  private renew(): void {
    if (this.waits) return;
    this.waits = true;
    queueMicrotask(() => {
      this.waits = false;
      this.frame?.destroy();
      this.frame = null;
      // Frameworks set the token when they have it.
      if (this.isConnected && this.getAttribute('token')) this.show();
    });
  }

  private show(): void {
    const options: Record<string, unknown> = { autoStart: this.hasAttribute('autostart') || undefined };
    for (const name of TEXTS) options[NAMES[name] ?? name] = this.getAttribute(name) ?? undefined;
    for (const name of EVENTS) options['on' + name] = (detail: unknown) => this.tell(name, detail);
    try {
      const frame = createFrame(withDefaults(options as unknown as EmbedOptions & Callbacks));
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      root.append(frame.element);
      this.frame = { destroy: frame.stop };
    } catch (error) {
      this.tell('Error', { code: 'INVALID_OPTION', message: (error as Error).message });
    }
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name.toLowerCase(), { detail }));
  }
}

if (typeof customElements !== 'undefined' && !customElements.get('pilot-pairing')) customElements.define('pilot-pairing', PilotPairingElement);
