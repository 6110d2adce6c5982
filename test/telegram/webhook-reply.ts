// The answer of a webhook as a call: which bodies are one, and which methods are passed over.

import { readJsonBody } from './parameters.ts';
import type { WebhookAnswer } from './webhook-request.ts';

const IGNORED = ['deletewebhook', 'setwebhook', 'close', 'logout'];

export interface ReplyCall {
  readonly method: string;
  readonly fields: Record<string, unknown>;
}

/** `undefined`: nothing to execute. A body of another type, or one without `method`, is fine and means nothing. */
export function readWebhookReply({ contentType, body }: WebhookAnswer): ReplyCall | undefined {
  const read = readFields(contentType.split(';')[0]?.trim().toLowerCase() ?? '', body);
  if (!read) return undefined;
  const { method, ...fields } = read;
  if (typeof method !== 'string' || method === '') return undefined;
  const name = method.toLowerCase();
  return name.startsWith('get') || IGNORED.includes(name) ? undefined : { method, fields };
}

function readFields(type: string, body: string): Record<string, unknown> | undefined {
  if (type === 'application/json') return readJsonBody(body);
  if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(body));
  return undefined;
}
