// `npm run deploy`, step by step: check the token, see which bot the deployed Worker runs, upload the Worker with the token,
// let it connect itself to Telegram. Each step may be repeated, so a second run completes one that failed.

import { fail, ok, type Result } from '../../lib/result.ts';
import {
  askAboutBot,
  type BotAtTelegram,
  openTelegram,
  wordTelegramFailure,
} from '../program/bot-at-telegram.ts';
import type { BotToken } from '../program/bot-token.ts';
import type { Typed, Usage } from '../program/options.ts';
import { argsFor, ENV_OPTION, parseOrigin, readWorkerApiUrl } from '../program/which-worker.ts';
import type { Wrangler } from '../program/wrangler.ts';
import { type ConnectDeps, connectWorker } from './connect-worker.ts';
import { originsOf, readTaggedBot, uploadWorker, withTag } from './upload-worker.ts';

export const DEPLOY = {
  lines: [['npm run deploy [-- <options>]', 'brings the bot to Cloudflare, and connects it to Telegram']],
  options: {
    url: { type: 'string', value: '<address>', help: 'which of several addresses to connect' },
    'replace-bot': { type: 'boolean', help: 'replaces another bot, which is refused otherwise' },
    'dry-run': { type: 'boolean', help: 'builds the Worker and uploads nothing' },
    env: ENV_OPTION,
    name: { type: 'string', value: '<name>', help: 'another name of the Worker' },
    config: { type: 'string', short: 'c', value: '<file>', help: 'another file than wrangler.toml' },
  },
  words: 'kept',
  note: 'Every other option goes on to wrangler deploy.',
} as const satisfies Usage;

export interface DeployDeps extends Omit<ConnectDeps, 'onWait'> {
  readonly wrangler: Wrangler;
  readonly findToken: () => Promise<Result<BotToken, string>>;
  readonly print: (line: string) => void;
}

const AGAIN = 'Then run npm run deploy again: what is done already stays as it is.';

/** On failure, what happened and what to do. */
export async function deployBot(
  { values, words }: Typed<typeof DEPLOY.options>,
  deps: DeployDeps,
): Promise<Result<void, string>> {
  const { print, wrangler, ending } = deps;
  const which = { env: values.env, name: values.name, config: values.config };
  const wranglerArgs = [...argsFor(which), ...words];
  if (words.some((word) => /^--secrets-?file/i.test(word)))
    return fail('Leave out --secrets-file: the bot’s token is uploaded as the secret anyway.');
  const typedOrigin = values.url === undefined ? ok(undefined) : parseOrigin(values.url);
  if (!typedOrigin.ok) return typedOrigin;
  if (values['dry-run']) {
    const built = await uploadWorker(undefined, ['--dry-run', ...wranglerArgs], wrangler);
    if (!built.ok) return failed('Build', built.failure);
    print('✓ Build: a dry run uploads nothing, so there is nothing to connect.');
    return ok(undefined);
  }

  const apiUrl = await readWorkerApiUrl(which);
  if (!apiUrl.ok) return failed('Settings', apiUrl.failure);
  const known = await findBot(apiUrl.value, deps);
  if (!known.ok) return failed('Token', known.failure);
  const { token, bot } = known.value;
  print(`✓ Token: it is the one from ${token.source}, and @${bot.username}’s.`);

  if (!values['replace-bot']) {
    const tagged = await readTaggedBot(which, wrangler);
    ending.throwIfAborted();
    if (!tagged.ok) return failed('Worker', `${tagged.failure} ${AGAIN}`);
    if (tagged.value !== undefined && tagged.value !== bot.id) {
      const other = `the deployed Worker runs another bot, whose token begins with ${tagged.value}; the token from ${token.source} is @${bot.username}’s, and begins with ${bot.id}.`;
      const fix =
        'To replace the other bot, whose links this one can neither change nor close: npm run deploy -- --replace-bot';
      return failed('Bot', `${other} ${fix}`);
    }
  }

  print('… Upload: wrangler builds the Worker, and uploads it with its secret.');
  const deployed = await uploadWorker(token.token, withTag(bot.id, wranglerArgs), wrangler);
  ending.throwIfAborted();
  if (!deployed.ok) return failed('Upload', `${deployed.failure} ${AGAIN}`);
  // As it is when the operator answers no to a question of wrangler's.
  const { version, targets } = deployed.value;
  if (version === undefined) return failed('Upload', `wrangler uploaded nothing. ${AGAIN}`);

  const origins = originsOf(targets);
  // If the Worker has several addresses, Telegram keeps the one that it knows.
  const origin = typedOrigin.value ?? origins.find((one) => one === bot.webhookOrigin) ?? origins[0];
  if (origin === undefined)
    return failed('Address', 'wrangler shows no address of this Worker: name it with -- --url https://…');
  const others = origins.filter((one) => one !== origin);
  const choice = others.length === 0 ? '' : ` Also at ${others.join(', ')}: choose one with -- --url.`;
  print(`✓ Upload: version ${version} of the Worker is at ${origin}.${choice}`);

  print('… Connect: the Worker tells Telegram where it is.');
  const onWait = (): void => print('… Connect: not yet; a new address takes up to a minute.');
  const answer = await connectWorker(origin, token.token, { ...deps, onWait });
  for (const { ok, says } of answer.steps) print(`${ok ? '✓' : '✗'} Connect: ${says}`);
  if (answer.trouble !== undefined) return failed('Connect', `${answer.trouble} ${AGAIN}`);
  if (bot.webhookOrigin !== undefined && bot.webhookOrigin !== origin)
    print(`✓ Changed: updates go to ${origin} now; before, they went to ${bot.webhookOrigin}.`);
  print(farewell(bot.username));
  if (token.source === 'what was typed')
    print('\nTo keep the token, write it into .dev.vars, as TELEGRAM_BOT_TOKEN=…; git ignores that file.');
  return ok(undefined);
}

/** A token that was typed and that Telegram does not know is asked for again. */
async function findBot(
  apiUrl: string,
  { findToken, print, ending }: DeployDeps,
): Promise<Result<{ readonly token: BotToken; readonly bot: BotAtTelegram }, string>> {
  for (;;) {
    const token = await findToken();
    if (!token.ok) return token;
    const bot = await askAboutBot(openTelegram(apiUrl, token.value.token, ending));
    ending.throwIfAborted();
    if (bot.ok) return ok({ token: token.value, bot: bot.value });
    const trouble = wordTelegramFailure(bot.failure, token.value);
    const isMistyped = bot.failure.kind === 'token_rejected' && token.value.source === 'what was typed';
    if (!isMistyped) return fail(trouble);
    print(trouble);
  }
}

const farewell = (username: string): string => `
Write to the bot    https://t.me/${username}
Add it to a group   https://t.me/${username}?startgroup=hello&admin=invite_users
Is all well?        npm run health`;

const failed = (step: string, what: string) => fail(`✗ ${step}: ${what}`);
