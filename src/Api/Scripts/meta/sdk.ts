const SCRIPT_WITHIN = 20_000;
/** Some browsers answer null although they opened a window; by then it is in front of us. */
const IN_FRONT_AFTER = 600;

interface LoginAnswer {
  authResponse?: { code?: string } | null;
}

declare global {
  interface Window {
    fbAsyncInit?: () => void;
    FB?: {
      init(options: object): void;
      login(callback: (answer?: LoginAnswer) => void, options: object): void;
    };
  }
}

let ready = false;

export const isReady = () => ready;

/** Meta's script brings a second one; only then a window can be opened within a press. */
export async function loadSdk(src: string, app: string, version: string): Promise<void> {
  const script = Object.assign(document.createElement('script'), { src, async: true });
  try {
    await new Promise<void>((done, fail) => {
      setTimeout(fail, SCRIPT_WITHIN);
      window.fbAsyncInit = () => {
        window.FB!.init({ appId: app, version });
        ready = true;
        done();
      };
      script.onerror = fail;
      document.head.append(script);
    });
  } catch (error) {
    script.remove();
    throw error;
  }
}

/** Opens Meta's window. Has to be called within a press. */
export function login(config: string, on: { returned(code: string | undefined, blocked: boolean): void; blocked(): void }): void {
  const browsers = window.open;
  let blocked = false;
  window.open = (...how) => {
    const opened = browsers.apply(window, how);
    blocked = opened === null;
    return opened;
  };
  try {
    window.FB!.login((answer) => on.returned(answer?.authResponse?.code, blocked), { config_id: config, response_type: 'code', override_default_response_type: true, extras: {} });
  } finally {
    window.open = browsers;
  }
  if (blocked) setTimeout(() => { if (document.hasFocus()) on.blocked(); }, IN_FRONT_AFTER);
}
