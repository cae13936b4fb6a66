import { post } from '../connect/api.js';

const LONGEST = 120_000;
const AGAIN_AFTER = 1500;

/** What the server made of it; status 0 when it did not answer. */
export interface Completion {
  status: number;
  code?: string;
  details?: MetaDetails;
  numberId?: string;
  redirectUrl?: string;
}

/** Meta's own words and numbers for what it refuses, or the fields that we refuse. */
export interface MetaDetails {
  code?: number;
  subcode?: number | null;
  reason?: number;
  message?: string;
  fields?: Record<string, unknown>;
}

/** Sends what the customer brought, and the same once more when no answer came: a repeated completion changes nothing. */
export async function complete(url: string, brought: object): Promise<Completion> {
  const answer = await send(url, brought);
  if (answer) return answer;
  await new Promise((done) => { setTimeout(done, AGAIN_AFTER); });
  return await send(url, brought) ?? { status: 0 };
}

async function send(url: string, brought: object): Promise<Completion | null> {
  const answer = await post(url, brought, LONGEST).catch(() => null);
  return answer && { ...await answer.json().catch(() => ({})), status: answer.status };
}
