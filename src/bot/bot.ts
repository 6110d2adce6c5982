// What happens to an update: find the command, run it for those who may, and answer where it was asked.

import type { Command } from '../commands/command.ts';
import { fail } from '../lib/result.ts';
import type { Fields } from '../lib/shapes.ts';
import type { Milliseconds } from '../lib/units.ts';
import type { Telegram } from '../telegram/client.ts';
import { type CommandMessage, readCommand, type Update } from '../telegram/commands-in-updates.ts';
import { wordFailure } from './failure-words.ts';
import { findBotUser } from './identity.ts';
import { nameChat, toMessage, type WebhookReply } from './reply.ts';
import { type Outcome, type RunDeps, runCommand } from './run-command.ts';

export interface BotDeps extends Omit<RunDeps, 'telegram' | 'now'> {
  /** The Bot API until the given moment. */
  readonly telegramUntil: (deadline: Milliseconds) => Telegram;
  readonly now: () => Milliseconds;
  /** Takes an event as names and numbers: never a link, a text, a name or a secret. */
  readonly log: (event: Fields) => void;
}

export interface Bot {
  /** Handles an update and answers what is to be said; `undefined` for nothing. Never rejects. */
  handle(update: Update): Promise<WebhookReply | undefined>;
}

/**
 * The runtime ends work 30 seconds after its caller has gone.
 * https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil
 */
const UPDATE_DEADLINE_MS = 25_000;

export function createBot(deps: BotDeps): Bot {
  const commands = new Map(
    deps.commands.flatMap((command) => command.names.map((name) => [name, command] as const)),
  );

  async function answer(asked: CommandMessage, command: Command): Promise<WebhookReply | undefined> {
    const now = () => Math.floor(deps.now() / 1000);
    const telegram = deps.telegramUntil(deps.now() + UPDATE_DEADLINE_MS);
    let outcome: Outcome;
    try {
      if (asked.mention !== undefined && !(await isNamed(asked.mention, deps, telegram))) return undefined;
      outcome = await runCommand(asked, command, { ...deps, telegram, now: now() });
    } catch (error) {
      deps.log({ event: 'bug', command: command.names[0], update_id: asked.updateId, error: traceOf(error) });
      outcome = { result: fail({ kind: 'bug' }), audience: 'asker' };
    }

    const { result, audience, elsewhere } = outcome;
    const timeZone = deps.settings.ok ? deps.settings.value.timeZone : 'UTC';
    const words = result.ok ? result.value.text : wordFailure(result.failure, timeZone);
    const text = elsewhere ? nameChat(words, elsewhere.title) : words;
    const message = toMessage(asked, text, result.ok ? result.value.buttons : undefined, audience, now());
    if (!message) return undefined;
    if (result.ok && result.value.mustArrive) {
      const sent = await telegram.call('sendMessage', message);
      if (sent.ok) return undefined;
    }
    return { method: 'sendMessage', ...message };
  }

  return {
    async handle(update) {
      const asked = readCommand(update);
      const command = asked && commands.get(asked.name);
      return command && answer(asked, command);
    },
  };
}

async function isNamed(mention: string, { botStore }: BotDeps, telegram: Telegram): Promise<boolean> {
  const bot = await findBotUser(botStore, telegram);
  return bot?.username.toLowerCase() === mention.toLowerCase();
}

/** Where it happened. An error's message may quote what a person typed. */
const traceOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name} ${error.stack?.split('\n').slice(1, 4).join(' ') ?? ''}`
    : typeof error;
