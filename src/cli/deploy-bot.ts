// `npm run deploy`, step by step: look at the token, upload the Worker with it, let the Worker connect itself to Telegram.
// Each step may be done again, so a run that failed is mended by another run.

import { readFileSync } from 'node:fs';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Telegram } from '../telegram/client.ts';
import type { BotToken } from './bot-token.ts';
import { type ConnectDeps, callConnect } from './call-connect.ts';
import type { ConnectAnswer } from './connect-answer.ts';
import { type BotAtTelegram, lookAtBot } from './look-at-bot.ts';
import { parseOrigin } from './origin.ts';
import { takeOption } from './program-args.ts';
import { withSecretFolder } from './secret-folder.ts';
import type { Wrangler } from './wrangler.ts';
import { adviceOn } from './wrangler-advice.ts';
import { type Deployment, originsOf, readDeployment } from './wrangler-output.ts';

export interface DeployDeps extends Omit<ConnectDeps, 'onWait'> {
  readonly findToken: () => Promise<Result<BotToken, string>>;
  /** The Bot API server that the Worker will use. */
  readonly findApiUrl: () => Promise<Result<string, string>>;
  readonly telegramAt: (apiUrl: string, token: string) => Telegram;
  readonly wrangler: Wrangler;
  readonly print: (line: string) => void;
}

const AGAIN = 'Then run npm run deploy again: what is done already is not harmed.';

/** Takes what stands behind `npm run deploy --`. On failure, what happened and what to do. */
export async function deployBot(args: readonly string[], deps: DeployDeps): Promise<Result<void, string>> {
  const { print } = deps;
  const typed = readArgs(args);
  if (!typed.ok) return typed;
  const { origin: typedOrigin, wranglerArgs } = typed.value;

  const token = await deps.findToken();
  if (!token.ok) return failed('Token', token.failure);
  const apiUrl = await deps.findApiUrl();
  if (!apiUrl.ok) return failed('Settings', apiUrl.failure);
  const bot = await lookAtBot(deps.telegramAt(apiUrl.value, token.value.token), token.value);
  if (!bot.ok) return failed('Token', bot.failure);
  print(`✓ Token: the one from ${token.value.source}; Telegram knows it as @${bot.value.username}’s.`);

  deps.ending.throwIfAborted();
  print('… Upload: wrangler builds the Worker, and uploads it with its secret.');
  const deployed = await upload(token.value.token, wranglerArgs, deps);
  if (!deployed.ok) return deployed;
  if (wranglerArgs.includes('--dry-run')) {
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
  const answer = await callConnect(origin.value, token.value.token, { ...deps, onWait });
  if (answer.kind === 'connected' || answer.kind === 'step_failed') {
    for (const step of answer.steps) print(`${step.ok ? '✓' : '✗'} Connect: ${step.says}`);
  }
  if (answer.kind !== 'connected') return failed('Connect', wordConnectTrouble(answer, origin.value));
  print(describeMove(bot.value, origin.value));
  print(farewell(answer.username, token.value));
  return ok(undefined);
}

function readArgs(args: readonly string[]) {
  const url = takeOption(args, '--url');
  if (!url.ok) return url;
  if (args.some((arg) => /^--secrets-?file/i.test(arg))) {
    return fail('Leave out --secrets-file: the token from .dev.vars is uploaded as the secret anyway.');
  }
  const origin = url.value.value === undefined ? ok(undefined) : parseOrigin(url.value.value);
  return origin.ok ? ok({ origin: origin.value, wranglerArgs: url.value.rest }) : origin;
}

/** The value is `undefined` where wrangler succeeded without saying what it deployed. */
function upload(
  token: string,
  wranglerArgs: readonly string[],
  { wrangler, ending }: DeployDeps,
): Promise<Result<Deployment | undefined, string>> {
  return withSecretFolder(token, ending, async ({ secretsFile, outputFile }) => {
    const run = await wrangler.show(['deploy', '--secrets-file', secretsFile, ...wranglerArgs], {
      WRANGLER_OUTPUT_FILE_PATH: outputFile,
      WRANGLER_OUTPUT_FILE_DIRECTORY: undefined,
    });
    ending.throwIfAborted();
    if (run.exitCode !== 0) {
      const advice = adviceOn(run.complaints) ?? 'Mend what it says.';
      return failed('Upload', `wrangler failed; its own words stand above. ${advice} ${AGAIN}`);
    }
    return ok(readDeployment(readIfThere(outputFile)));
  });
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
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
