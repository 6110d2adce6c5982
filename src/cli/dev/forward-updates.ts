// Carries a bot's updates from Telegram to a webhook that Telegram could not reach, by asking for them, one after the other.
// An update is confirmed once it is delivered, and not before.

import { deriveSecret } from '../../lib/derived-secret.ts';
import { readFields, readJson, readText } from '../../lib/shapes.ts';
import {
  createTelegram,
  type Method,
  type Params,
  type Telegram,
  type TelegramDeps,
} from '../../telegram/client.ts';
import { readUpdate, type Update } from '../../telegram/command-messages.ts';
import { UPDATE_KINDS } from '../../telegram/update-kinds.ts';
import { wordTelegramFailure } from '../program/bot-at-telegram.ts';
import type { BotToken } from '../program/bot-token.ts';

export interface WebhookAnswer {
  readonly status: number;
  readonly call: ReturnType<typeof readRequestedCall>;
}

/** `undefined` if no answer comes, or if `ending` comes first. */
export type PostUpdate = (update: Update, ending: AbortSignal) => Promise<WebhookAnswer | undefined>;

export const createPostUpdate =
  (workerUrl: string, token: string): PostUpdate =>
  async (update, ending) => {
    const secret = await deriveSecret(token, 'webhook');
    try {
      const response = await fetch(`${workerUrl}/webhook`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Telegram-Bot-Api-Secret-Token': secret },
        body: JSON.stringify(update),
        redirect: 'manual',
        signal: ending,
      });
      const contentType = response.headers.get('Content-Type') ?? '';
      return { status: response.status, call: readRequestedCall(contentType, await response.text()) };
    } catch {
      return undefined;
    }
  };

export interface ForwardDeps extends Omit<TelegramDeps, 'token'> {
  readonly token: BotToken;
  readonly post: PostUpdate;
  readonly print: (line: string) => void;
  /** `wait` ends early with it. */
  readonly ending: AbortSignal;
}

const POLL_SECONDS = 50;
const POLL_TIMEOUT_MS = 60_000;
const TROUBLE_PAUSE_MS = 3_000;
/** A Worker is back a moment after a change, so the pauses are shorter than Telegram's. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;
const CONFIRM_MS = 5_000;
const PASSING = /^(?:no_answer|out_of_time|telegram_down|flood_control)$/;

/** Forwards until it is asked to end; else the answer is a sentence that says why it cannot go on. */
export async function forwardUpdates(deps: ForwardDeps): Promise<string | undefined> {
  const { token, print, wait, ending } = deps;
  const telegram = openTelegram(deps, deps.fetch);
  // getUpdates takes longer than the bot itself waits for any answer.
  const poller = openTelegram(deps, (url, init) => {
    const signal = AbortSignal.any([ending, AbortSignal.timeout(POLL_TIMEOUT_MS)]);
    return deps.fetch(url, { ...init, signal });
  });
  let offset: number | undefined;
  let trouble: string | undefined;
  while (!ending.aborted) {
    const timeout = trouble === undefined ? POLL_SECONDS : 0;
    const asked = await poller.call('getUpdates', {
      offset,
      limit: 1,
      timeout,
      allowed_updates: UPDATE_KINDS,
    });
    if (ending.aborted) break;
    if (asked.ok) {
      if (trouble !== undefined) print('Telegram answers again.');
      trouble = undefined;
      const update = Array.isArray(asked.value) ? readUpdate(asked.value[0]) : undefined;
      if (update && (await deliver(update, telegram, deps))) offset = update.update_id + 1;
      continue;
    }
    const { failure } = asked;
    const words = wordTelegramFailure(failure, token);
    if (!PASSING.test(failure.kind)) return words;
    if (trouble !== words) print(`${words} I go on trying; what people write meanwhile is not lost.`);
    trouble = words;
    await wait(failure.kind === 'flood_control' ? failure.retryAfter * 1000 : TROUBLE_PAUSE_MS);
  }
  // Confirms the last one, so that the next start does not begin with it.
  if (offset !== undefined) {
    const last = openTelegram(deps, deps.fetch, deps.now() + CONFIRM_MS);
    await last.call('getUpdates', { offset, limit: 1, timeout: 0 });
  }
  return undefined;
}

const openTelegram = (deps: ForwardDeps, fetch: TelegramDeps['fetch'], deadline = Number.POSITIVE_INFINITY) =>
  createTelegram({ ...deps, token: deps.token.token, fetch }, deadline);

/** Delivers until the Worker takes it; answers false if the program ends before that. Prints names and numbers, no texts. */
async function deliver(
  update: Update,
  telegram: Telegram,
  { post, print, now, wait, ending }: ForwardDeps,
): Promise<boolean> {
  const kind = (Object.keys(update).find((name) => name !== 'update_id') ?? 'nothing').padEnd(14);
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const startedAt = now();
    const answer = await post(update, ending);
    const took = `${Math.round(now() - startedAt)} ms`.padStart(8);
    if (answer && answer.status >= 200 && answer.status <= 299) {
      print(`${kind} ${answer.status} ${took}${await makeCall(answer.call, telegram)}`);
      return true;
    }
    if (ending.aborted) return false;
    if (pause === FIRST_PAUSE_MS)
      print(`${kind} ${answer?.status ?? '  –'} ${took}  not taken: I try again until it is`);
    await wait(pause);
  }
}

/** Makes the call that the answer asks for, and says what came of it. */
async function makeCall(call: WebhookAnswer['call'], telegram: Telegram): Promise<string> {
  if (!call) return '';
  const made = await telegram.call(call.method, call.params);
  if (made.ok) return `  → ${call.method}`;
  const why = 'description' in made.failure ? made.failure.description : made.failure.kind;
  return `  → ${call.method} failed: ${why}`;
}

const NOT_MADE = ['deletewebhook', 'setwebhook', 'close', 'logout'];

/**
 * `undefined` if the answer asks for no call, or for one that Telegram does not make that way.
 * https://core.telegram.org/bots/api#making-requests-when-getting-updates
 */
export function readRequestedCall(contentType: string, body: string) {
  if (!/^application\/json\s*(;|$)/i.test(contentType)) return undefined;
  const { method: named, ...params } = readFields(readJson(body)) ?? {};
  const method = readText(named);
  if (!method || /^get/i.test(method) || NOT_MADE.includes(method.toLowerCase())) return undefined;
  // Whether there is such a method, and what it takes, Telegram decides: what it refuses is shown.
  return { method: method as Method, params: params as Params<Method> };
}
