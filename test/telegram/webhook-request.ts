// One POST of an update to the webhook, as Telegram sends it.

import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { gunzipSync, inflateSync } from 'node:zlib';
import { toTelegramJson } from './json.ts';
import type { Webhook } from './state.ts';

const READ_TIMEOUT_MS = 60_000;

export interface WebhookAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly contentType: string;
  readonly body: string;
  readonly retryAfterSeconds?: number;
}

export type Posted =
  | { readonly kind: 'answered'; readonly answer: WebhookAnswer }
  /** No answer came; the reason is worded as getWebhookInfo words it. */
  | { readonly kind: 'lost'; readonly reason: string };

export function postUpdate(webhook: Webhook, update: object, signal: AbortSignal): Promise<Posted> {
  const body = toTelegramJson(update);
  const secret = webhook.secret_token;
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Accept-Encoding': 'gzip, deflate',
    ...(secret === undefined ? {} : { 'X-Telegram-Bot-Api-Secret-Token': secret }),
  };
  // A connection for each update, where Telegram keeps them: a kept one that the other side
  // closes at the wrong moment would be a failed delivery that no test asked for.
  const options = { method: 'POST', headers, signal, timeout: READ_TIMEOUT_MS, agent: false };
  const request = webhook.url.startsWith('https:') ? requestHttps : requestHttp;

  return new Promise((resolve) => {
    const lost = (reason: string): void => resolve({ kind: 'lost', reason });
    const sent = request(webhook.url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => lost('Webhook connection closed'));
      response.on('end', () => {
        const retryAfter = response.headers['retry-after'] ?? '';
        resolve({
          kind: 'answered',
          answer: {
            status: response.statusCode ?? 0,
            statusText: response.statusMessage ?? '',
            contentType: response.headers['content-type'] ?? '',
            body: unpack(Buffer.concat(chunks), response.headers['content-encoding']).toString('utf8'),
            // Seconds only: the form with a date is ignored.
            ...(/^\d+$/.test(retryAfter) ? { retryAfterSeconds: Number(retryAfter) } : {}),
          },
        });
      });
    });
    sent.on('timeout', () => {
      lost('Read timeout expired');
      sent.destroy();
    });
    sent.on('error', (error: NodeJS.ErrnoException) =>
      lost(error.code === 'ECONNREFUSED' ? 'Connection refused' : 'Webhook connection closed'),
    );
    sent.end(body);
  });
}

function unpack(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(body);
  return encoding === 'deflate' ? inflateSync(body) : body;
}
