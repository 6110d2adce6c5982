// `npm run deploy`, step by step: look at the token, see whose bot the Worker serves so far, upload the Worker with
// the token, let it connect itself to Telegram.
// Each step may be done again, so a run that failed is mended by another run.

import { fail, ok, type Result } from '../lib/result.ts';
import type { UserId } from '../lib/units.ts';
import type { Telegram } from '../telegram/client.ts';
import type { BotToken } from './bot-token.ts';
import { type ConnectDeps, callConnect } from './call-connect.ts';
import type { ConnectAnswer } from './connect-answer.ts';
import { readDeployArgs, type WhichWorker } from './deploy-args.ts';
import { type BotAtTelegram, lookAtBot } from './look-at-bot.ts';
import { findServedBot, tagOf } from './served-bot.ts';
import { type UploadDeps, uploadWorker } from './upload-worker.ts';
import type { WorkerSettings } from './worker-settings.ts';
import { type Deployment, originsOf } from './wrangler-output.ts';

export interface DeployDeps extends Omit<ConnectDeps, 'onWait'>, UploadDeps {
  readonly findToken: () => Promise<Result<BotToken, string>>;
  readonly findSettings: (which: WhichWorker) => Promise<Result<WorkerSettings, string>>;
  readonly telegramAt: (apiUrl: string, token: string) => Telegram;
}

const AGAIN = 'Then run npm run deploy again: what is done already is not harmed.';

/** Takes what stands behind `npm run deploy --`. On failure, what happened and what to do. */
export async function deployBot(args: readonly string[], deps: DeployDeps): Promise<Result<void, string>> {
  const { print } = deps;
  const typed = readDeployArgs(args);
  if (!typed.ok) return typed;
  const { origin: typedOrigin, mayReplaceBot, isDryRun, which, wranglerArgs } = typed.value;

  const token = await deps.findToken();
  if (!token.ok) return failed('Token', token.failure);
  const settings = await deps.findSettings(which);
  if (!settings.ok) return failed('Settings', settings.failure);
  const bot = await lookAtBot(deps.telegramAt(settings.value.apiUrl, token.value.token), token.value);
  if (!bot.ok) return failed('Token', bot.failure);
  print(`✓ Token: the one from ${token.value.source}; Telegram knows it as @${bot.value.username}’s.`);

  deps.ending.throwIfAborted();
  if (!isDryRun && !mayReplaceBot) {
    const served = await findServedBot(which, deps.wrangler);
    deps.ending.throwIfAborted();
    if (!served.ok) return failed('Worker', `${served.failure} ${AGAIN}`);
    if (served.value !== undefined && served.value !== bot.value.id) {
      return failed('Bot', wordOtherBot(served.value, bot.value, token.value));
    }
  }

  print('… Upload: wrangler builds the Worker, and uploads it with its secret.');
  const tagged = [...tagOf(bot.value.id, wranglerArgs), ...wranglerArgs];
  const deployed = await uploadWorker(token.value.token, settings.value, tagged, deps);
  if (!deployed.ok) return failed('Upload', `${deployed.failure} ${AGAIN}`);
  if (isDryRun) {
    print('✓ Upload: a dry run uploads nothing, so there is nothing to connect.');
    return ok(undefined);
  }

  if (deployed.value && deployed.value.version === undefined) {
    return failed('Upload', `wrangler stopped before it uploaded anything. ${AGAIN}`);
  }

  const origin = chooseOrigin(deployed.value, typedOrigin, bot.value);
  if (!origin.ok) return failed('Address', origin.failure);
  print(describeUpload(deployed.value, origin.value));

  print('… Connect: the Worker tells Telegram where it is.');
  const onWait = (): void => print('… Connect: not yet; a new address takes up to a minute.');
  const isTyped = origin.value === typedOrigin;
  const answer = await callConnect({ origin: origin.value, isTyped }, token.value.token, { ...deps, onWait });
  if (answer.kind === 'connected' || answer.kind === 'step_failed') {
    for (const step of answer.steps) print(`${step.ok ? '✓' : '✗'} Connect: ${step.says}`);
  }
  if (answer.kind !== 'connected') return failed('Connect', wordConnectTrouble(answer, origin.value));
  print(describeMove(bot.value, origin.value));
  print(farewell(answer.username, token.value));
  return ok(undefined);
}

/** Where the Worker has several addresses, Telegram keeps the one that it knows. */
function chooseOrigin(
  deployment: Deployment | undefined,
  typed: string | undefined,
  { webhookOrigin }: BotAtTelegram,
): Result<string, string> {
  const origins = originsOf(deployment?.targets ?? []);
  const origin = typed ?? origins.find((one) => one === webhookOrigin) ?? origins[0];
  return origin === undefined
    ? fail(
        'wrangler names no address at which the whole Worker answers. Name it: npm run deploy -- --url https://…',
      )
    : ok(origin);
}

function describeUpload(deployment: Deployment | undefined, origin: string): string {
  const what = deployment?.isFirst
    ? 'a new Worker'
    : `version ${deployment?.version ?? 'unknown'} of the Worker`;
  const others = originsOf(deployment?.targets ?? []).filter((one) => one !== origin);
  const choice = others.length === 0 ? '' : ` It also answers at ${others.join(', ')}: --url chooses.`;
  return `✓ Upload: ${what} is at ${origin}${deployment?.isFirst === false ? ', in place of the one before.' : '.'}${choice}`;
}

/** Not silently: the token in .dev.vars may be that of the bot for development. */
const wordOtherBot = (served: UserId, { id, username }: BotAtTelegram, { source }: BotToken): string =>
  `the Worker serves another bot, whose token begins with ${served}; the token from ${source} is @${username}’s, and begins with ${id}. ` +
  'Take the right token. To put this bot in the place of the other one, whose links it can neither change nor close: npm run deploy -- --replace-bot';

function describeMove({ webhookOrigin }: BotAtTelegram, origin: string): string {
  if (webhookOrigin === origin)
    return '✓ Changed: the bot runs the new version, at the same address as before.';
  return webhookOrigin === undefined
    ? '✓ Changed: the bot is connected for the first time.'
    : `✓ Changed: updates go to ${origin} now; before, they went to ${webhookOrigin}.`;
}

function wordConnectTrouble(answer: Exclude<ConnectAnswer, { kind: 'connected' }>, origin: string): string {
  switch (answer.kind) {
    case 'refused':
      return answer.status === 401
        ? `${origin} has another token: “${answer.says}” Is that the address of the Worker just uploaded? ${AGAIN}`
        : `${origin} says: “${answer.says}” Mend that. ${AGAIN}`;
    case 'step_failed':
      return `the Worker is uploaded, but not everything could be told to Telegram: see ✗ above. ${AGAIN}`;
    case 'not_there':
      return `the Worker is uploaded, but ${answer.why} at ${origin}. Wait a minute, or name another address behind --url. ${AGAIN}`;
  }
}

const farewell = (username: string, { source }: BotToken): string =>
  [
    '',
    `Write to the bot    https://t.me/${username}`,
    `Add it to a group   https://t.me/${username}?startgroup=hello&admin=invite_users`,
    'Is all well?        npm run health',
    ...(source === 'what was typed'
      ? ['', 'To be asked no more, write the token into .dev.vars, as TELEGRAM_BOT_TOKEN=…; git ignores it.']
      : []),
  ].join('\n');

const failed = (step: string, what: string) => fail(`✗ ${step}: ${what}`);
