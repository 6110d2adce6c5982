import { readFields, readJson, readText } from '../lib/shapes.ts';
import type { Method, Params } from '../telegram/client.ts';

export interface WebhookAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface WebhookReply {
  readonly method: Method;
  readonly params: Params<Method>;
}

const PASSED_OVER = ['deletewebhook', 'setwebhook', 'close', 'logout'];

/**
 * The call that a webhook's answer asks for; `undefined` where it asks for none, or for one that Telegram does not make
 * that way. https://core.telegram.org/bots/api#making-requests-when-getting-updates
 */
export function readWebhookReply({ contentType, body }: WebhookAnswer): WebhookReply | undefined {
  if (!/^application\/json\s*(;|$)/i.test(contentType)) return undefined;
  const { method: named, ...params } = readFields(readJson(body)) ?? {};
  const method = readText(named);
  if (!method || /^get/i.test(method) || PASSED_OVER.includes(method.toLowerCase())) return undefined;
  // Whether there is such a method, and what it takes, Telegram decides: what it refuses is shown.
  return { method: method as Method, params: params as Params<Method> };
}
