// Sending a text, and what came of it.
import { generateMessageIDV2, type WASocket } from 'baileys';

export type SendResult = { messageId: string } | { refused: 'not_connected' | 'not_on_whatsapp' | 'rejected' } | { unknown: true };

/** Asks first whether the recipient is on WhatsApp, and waits until WhatsApp has taken the message. */
export async function sendText(socket: WASocket, to: string, text: string, answerMs: number): Promise<SendResult> {
  const found = await socket.onWhatsApp(`${to}@s.whatsapp.net`).catch(() => undefined);
  if (!found) return { refused: 'not_connected' };
  const recipient = found.find((result) => result.exists)?.jid;
  if (!recipient) return { refused: 'not_on_whatsapp' };
  const id = generateMessageIDV2(socket.user?.id);
  const acknowledged = socket.waitForMessage(id, answerMs).catch(() => undefined);
  try {
    await socket.sendMessage(recipient, { text, linkPreview: null }, { messageId: id });
  } catch {
    return { unknown: true };
  }
  const answer = (await acknowledged) as { attrs?: Record<string, string> } | undefined;
  if (!answer) return { unknown: true };
  return answer.attrs?.['error'] ? { refused: 'rejected' } : { messageId: id };
}
