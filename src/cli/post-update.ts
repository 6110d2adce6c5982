import { request } from 'node:http';
import { deriveSecret } from '../lib/derived-secret.ts';
import type { Update } from '../telegram/command-messages.ts';
import type { WebhookAnswer } from './webhook-reply.ts';

/** Brings an update to the webhook once; `undefined` where no answer comes. */
export type PostUpdate = (update: Update) => Promise<WebhookAnswer | undefined>;

/**
 * Posts as Telegram does, to a Worker on this machine. It waits as long as there is a connection: while the Worker cannot be
 * built, wrangler holds what is posted, and hands it over later even if its sender has given up, so that whoever posted
 * it again would have it handled twice. (Node's `fetch` gives up after five minutes.)
 */
export function createPostUpdate(workerUrl: string, token: string): PostUpdate {
  // Whoever knows the token can derive the webhook's secret, as the Worker does.
  const secret = deriveSecret(token, 'webhook');
  return async (update) => {
    const headers = {
      'Content-Type': 'application/json',
      'X-Telegram-Bot-Api-Secret-Token': await secret,
    };
    return new Promise((resolve) => {
      const lost = (): void => resolve(undefined);
      const options = { method: 'POST', headers, agent: false } as const;
      const sent = request(`${workerUrl}/webhook`, options, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        response.on('error', lost);
        response.on('end', () => {
          const { statusCode: status = 0, headers: received } = response;
          resolve({ status, contentType: received['content-type'] ?? '', body });
        });
      });
      sent.on('error', lost);
      sent.end(JSON.stringify(update));
    });
  };
}
