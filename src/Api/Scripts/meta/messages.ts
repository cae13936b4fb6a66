/** What Meta's window says of itself while it is open. */
export type WindowMessage =
  | { kind: 'finish'; ids: Ids }
  | { kind: 'error'; text: string }
  | { kind: 'cancel'; step?: string };

export interface Ids {
  phoneNumberId?: string;
  wabaId?: string;
  event: string;
}

/** @param simulated Whether the window is our own simulation of Meta's. */
export function readMessage({ origin, data }: MessageEvent, simulated: boolean): WindowMessage | null {
  if (!isMeta(origin) && !(simulated && origin === location.origin)) return null;
  let told = data;
  try { if (typeof data === 'string') told = JSON.parse(data); } catch { return null; }
  if (told?.type !== 'WA_EMBEDDED_SIGNUP') return null;

  const event = String(told.event);
  const more = told.data ?? {};
  if (event.startsWith('FINISH')) return { kind: 'finish', ids: { phoneNumberId: idIn(more.phone_number_id), wabaId: idIn(more.waba_id ?? more.waba_ids?.[0]), event: event.slice(0, 64) } };
  if (event === 'ERROR' || (event === 'CANCEL' && more.error_message)) return { kind: 'error', text: String(more.error_message ?? more.error_code ?? more.error_id ?? event) };
  return event === 'CANCEL' ? { kind: 'cancel', step: more.current_step && String(more.current_step) } : null;
}

const idIn = (id: unknown) => /^[A-Za-z0-9]{1,64}$/.test(String(id ?? '')) ? String(id) : undefined;

function isMeta(origin: string): boolean {
  try {
    const { protocol, hostname } = new URL(origin);
    return protocol === 'https:' && (hostname === 'facebook.com' || hostname.endsWith('.facebook.com'));
  } catch {
    return false;
  }
}
