// POST /webhook: an update from Telegram. Every real update is answered with 200; otherwise Telegram would deliver it again
// and hold back the next ones. Only a change of members that could not be recorded is to be delivered again.

import type { Bot } from '../bot/bot.ts';
import { deriveSecret } from '../lib/derived-secret.ts';
import { readJson } from '../lib/shapes.ts';
import { readUpdate } from '../telegram/command-messages.ts';
import { isOrdinary } from '../telegram/ordinary-updates.ts';
import { isSameSecret } from './secrets.ts';

/** When Telegram is to deliver an update again. */
const AGAIN_SECONDS = '5';

const SECRET_HEADER = 'X-Telegram-Bot-Api-Secret-Token';

export function createWebhook(bot: () => Bot, token: string) {
  /** Derived once for the life of the isolate. A promise of it could not be shared: it belongs to one request. */
  let secret: string | undefined;

  return async function handleWebhook(request: Request, context: ExecutionContext): Promise<Response> {
    // Before the body is read: a stranger's body is not worth the time.
    const presented = request.headers.get(SECRET_HEADER);
    secret ??= await deriveSecret(token, 'webhook');
    if (presented === null || !isSameSecret(presented, secret)) {
      return new Response('The secret token is missing or wrong.\n', { status: 401 });
    }
    const body = await request.text();
    if (isOrdinary(body)) return new Response(null);
    // The work goes on when the caller is gone: a link that Telegram has made must still be recorded. And the answer
    // comes after the work, since Telegram sends a chat's next update once this one is answered.
    const work = handleUpdate(body, request.url, bot);
    context.waitUntil(work);
    return work;
  };
}

async function handleUpdate(body: string, url: string, bot: () => Bot): Promise<Response> {
  const update = readUpdate(readJson(body));
  if (!update)
    return new Response('Expected a JSON object with a whole number as update_id.\n', { status: 400 });
  const reply = await bot().handle(update, url);
  if (reply === 'again')
    return new Response(null, { status: 503, headers: { 'Retry-After': AGAIN_SECONDS } });
  return reply ? Response.json(reply) : new Response(null);
}
