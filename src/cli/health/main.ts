// `npm run health`: whether everything about the deployed bot is right, in words.

import { deriveSecret } from '../../lib/derived-secret.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { askAboutBot, openTelegram, wordTelegramFailure } from '../program/bot-at-telegram.ts';
import { type BotToken, findLocalToken } from '../program/bot-token.ts';
import type { Usage } from '../program/options.ts';
import { runProgram } from '../program/run-program.ts';
import { ENV_OPTION, parseOrigin, readWorkerApiUrl } from '../program/which-worker.ts';

const HEALTH = {
  lines: [['npm run health [-- <options>]', 'whether everything about the deployed bot is right']],
  options: {
    url: { type: 'string', value: '<address>', help: 'asks there, not where Telegram sends updates' },
    env: ENV_OPTION,
    key: { type: 'boolean', help: 'prints the key for monitors, and asks nothing' },
  },
  words: 0,
} as const satisfies Usage;

const ANSWER_TIMEOUT_MS = 40_000;

await runProgram(HEALTH, async ({ values: { url, env, key } }, surroundings) => {
  const { signal: ending, print } = surroundings;
  const token = await findLocalToken(surroundings);
  if (!token.ok) return token;
  // Never the token: no one knows yet what answers there.
  const secret = await deriveSecret(token.value.token, 'health');
  if (key) {
    print(secret);
    return ok(undefined);
  }
  const found = url === undefined ? await findOrigin(token.value, env, ending) : parseOrigin(url);
  if (!found.ok) return found;
  const origin = found.value;

  let response: Response;
  let body: string;
  try {
    response = await fetch(`${origin}/health?doors`, {
      headers: { Authorization: `Bearer ${secret}`, Accept: 'text/plain' },
      redirect: 'manual',
      signal: AbortSignal.any([ending, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    });
    body = (await response.text()).trim();
  } catch {
    ending.throwIfAborted();
    return fail(`${origin} does not answer. Is the Worker still there? npm run deploy brings it back.`);
  }
  const { status, headers } = response;
  if (status === 401)
    return fail(`${origin} has another token than the one from ${token.value.source}. Run npm run deploy.`);
  const isText = headers.get('Content-Type')?.startsWith('text/plain') ?? false;
  if (!isText || (status !== 200 && status !== 503))
    return fail(`${origin} answers ${status}, and not as this Worker does. Run npm run deploy.`);
  print(`${origin}\n${body}`);
  return status === 200 ? ok(undefined) : fail('The bot is not well: see above.');
});

/** Where Telegram sends the bot's updates. */
async function findOrigin(
  token: BotToken,
  env: string | undefined,
  ending: AbortSignal,
): Promise<Result<string, string>> {
  const apiUrl = await readWorkerApiUrl({ env });
  if (!apiUrl.ok) return apiUrl;
  const bot = await askAboutBot(openTelegram(apiUrl.value, token.token, ending));
  if (!bot.ok) return fail(wordTelegramFailure(bot.failure, token));
  const { username, webhookOrigin } = bot.value;
  return webhookOrigin === undefined
    ? fail(`Telegram does not know where @${username} is: no webhook is set. Run npm run deploy.`)
    : ok(webhookOrigin);
}
