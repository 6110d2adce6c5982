// `npm run health`: what the deployed Worker says of itself.

import { deriveSecret } from '../lib/derived-secret.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Telegram } from '../telegram/client.ts';
import type { BotToken } from './bot-token.ts';
import { lookAtBot } from './look-at-bot.ts';
import { parseOrigin } from './origin.ts';

export interface HealthDeps {
  readonly token: BotToken;
  /** Asked for where no address was typed. */
  readonly telegram: () => Promise<Result<Telegram, string>>;
  readonly fetch: typeof fetch;
  readonly print: (line: string) => void;
  readonly ending: AbortSignal;
}

const ANSWER_TIMEOUT_MS = 40_000;

/** On failure, a sentence: the bot is not well, or nobody knows. */
export async function askHealth(
  url: string | undefined,
  { token, telegram, fetch, print, ending }: HealthDeps,
): Promise<Result<void, string>> {
  const found = url === undefined ? await findOrigin(token, telegram) : parseOrigin(url);
  if (!found.ok) return found;
  const origin = found.value;

  let response: Response;
  let body: string;
  try {
    response = await fetch(`${origin}/health`, {
      headers: { Authorization: `Bearer ${await deriveSecret(token.token, 'health')}`, Accept: 'text/plain' },
      redirect: 'manual',
      signal: AbortSignal.any([ending, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    });
    body = (await response.text()).trim();
  } catch {
    ending.throwIfAborted();
    return fail(`${origin} does not answer. Is the Worker still there? npm run deploy brings it back.`);
  }
  const { status } = response;
  if (status === 401)
    return fail(`${origin} has another token than the one from ${token.source}. Run npm run deploy.`);
  const isText = response.headers.get('Content-Type')?.startsWith('text/plain') ?? false;
  if (!isText || (status !== 200 && status !== 503)) {
    return fail(`${origin} answers ${status}, and not as this Worker does. Run npm run deploy.`);
  }
  print(`${origin}\n${body}`);
  return status === 200 ? ok(undefined) : fail('The bot is not well: see above.');
}

async function findOrigin(
  token: BotToken,
  telegram: HealthDeps['telegram'],
): Promise<Result<string, string>> {
  const connection = await telegram();
  if (!connection.ok) return connection;
  const bot = await lookAtBot(connection.value, token);
  if (!bot.ok) return bot;
  return bot.value.webhookOrigin === undefined
    ? fail(`Telegram does not know where @${bot.value.username} is: no webhook is set. Run npm run deploy.`)
    : ok(bot.value.webhookOrigin);
}
