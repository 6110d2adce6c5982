// Carries a bot's updates from Telegram to a webhook that Telegram could not reach, by asking for them. What the webhook
// sees is what it would see of Telegram. An update is confirmed once it is delivered, and not before.

import type { Milliseconds } from '../lib/units.ts';
import { createTelegram, type Telegram, type TelegramDeps } from '../telegram/client.ts';
import { readUpdate, type Update } from '../telegram/command-messages.ts';
import { UPDATE_KINDS } from '../telegram/update-kinds.ts';
import type { BotToken } from './bot-token.ts';
import { createDeliverUpdate } from './deliver-update.ts';
import { lookAtBot } from './look-at-bot.ts';
import { type PollTrouble, readPollTrouble } from './poll-trouble.ts';
import type { PostUpdate } from './post-update.ts';
import { createUpdateQueues, type UpdateQueues } from './update-queues.ts';
import { wordWebhookSet } from './webhook-set.ts';

export interface ForwardDeps extends Omit<TelegramDeps, 'token'> {
  readonly token: BotToken;
  readonly post: PostUpdate;
  readonly print: (line: string) => void;
  readonly ending: AbortSignal;
  /** Waits to the end, also when the program is asked to end. */
  readonly waitOut: (time: Milliseconds) => Promise<void>;
}

const POLL_SECONDS = 50;
const POLL_TIMEOUT_MS = 60_000;
/** How soon it looks for updates of other queues while some are on their way. */
const BUSY_POLL_MS = 500;
/** How long the end waits for what is on its way. */
const SETTLE_MS = 3_000;

const ANOTHER_PROGRAM =
  'Another program asks Telegram for the updates of this bot, perhaps a second npm run dev: end one of them.';

/** Forwards until it is asked to end; else answers, in a sentence, why it cannot go on. */
export async function forwardUpdates(deps: ForwardDeps): Promise<string | undefined> {
  const telegram = createTelegram({ ...deps, token: deps.token.token }, Number.POSITIVE_INFINITY);
  const queues = createUpdateQueues({ ...deps, deliver: createDeliverUpdate({ ...deps, telegram }) });
  const trouble = await poll(deps, queues);
  await Promise.race([queues.settled(), deps.waitOut(SETTLE_MS)]);
  await confirm(deps, queues);
  return trouble?.kind === 'conflict' ? wordConflict(telegram, deps.token) : trouble?.sentence;
}

async function poll(
  deps: ForwardDeps,
  queues: UpdateQueues,
): Promise<Exclude<PollTrouble, { kind: 'passing' }> | undefined> {
  const { print, wait, ending } = deps;
  const telegram = createPoller(deps);
  let told: string | undefined;
  while (!ending.aborted) {
    const asked = await telegram.call('getUpdates', {
      offset: queues.offset(),
      // With updates on their way, Telegram answers at once anyway, since they are not confirmed.
      timeout: queues.isEmpty() && told === undefined ? POLL_SECONDS : 0,
      allowed_updates: UPDATE_KINDS,
    });
    if (ending.aborted) break;
    if (asked.ok) {
      if (told !== undefined) print('Telegram answers again.');
      told = undefined;
      queues.add(readUpdates(asked.value));
      if (!queues.isEmpty()) await Promise.race([queues.nextDelivery(), wait(BUSY_POLL_MS)]);
      continue;
    }
    const trouble = readPollTrouble(asked.failure, deps.token.source);
    if (trouble.kind !== 'passing') return trouble;
    if (told !== trouble.sentence) print(trouble.sentence);
    told = trouble.sentence;
    await wait(trouble.pause);
  }
  return undefined;
}

/** Waits for an answer as long as getUpdates takes, which is longer than the bot itself waits for any. */
function createPoller({ fetch, ending, ...deps }: ForwardDeps): Telegram {
  const fetchPatiently: TelegramDeps['fetch'] = (url, init) =>
    fetch(url, { ...init, signal: AbortSignal.any([ending, AbortSignal.timeout(POLL_TIMEOUT_MS)]) });
  return createTelegram(
    { ...deps, token: deps.token.token, fetch: fetchPatiently },
    Number.POSITIVE_INFINITY,
  );
}

const readUpdates = (value: unknown): readonly Update[] =>
  (Array.isArray(value) ? value : []).map(readUpdate).filter((update) => update !== undefined);

/** Says a last time what was delivered, so that the next start does not begin with it. */
async function confirm(deps: ForwardDeps, queues: UpdateQueues): Promise<void> {
  const offset = queues.offset();
  if (offset === undefined) return;
  const deadline: Milliseconds = deps.now() + SETTLE_MS;
  const telegram = createTelegram({ ...deps, token: deps.token.token }, deadline);
  await telegram.call('getUpdates', { offset, limit: 1, timeout: 0 });
}

async function wordConflict(telegram: Telegram, token: BotToken): Promise<string> {
  const bot = await lookAtBot(telegram, token);
  return bot.ok && bot.value.webhookOrigin !== undefined ? wordWebhookSet(bot.value) : ANOTHER_PROGRAM;
}
