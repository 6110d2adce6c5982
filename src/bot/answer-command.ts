import type { Command } from '../commands/command.ts';
import type { Failure } from '../failures.ts';
import type { CommandMessage } from '../telegram/command-messages.ts';
import type { Handled } from './handled.ts';
import { findBotUser } from './identity.ts';
import { nameChat, toMessage, type WebhookReply } from './reply.ts';
import { type Outcome, runCommand } from './run-command.ts';
import type { Services } from './services.ts';

/** Runs a command, and answers it; `undefined` where it is meant for another bot. */
export async function answerCommand(
  asked: CommandMessage,
  command: Command,
  services: Services,
): Promise<Handled | undefined> {
  const outcome = await runIfMeant(asked, command, services).catch(
    (error): Outcome => ({ result: services.failWithBug(error), audience: 'asker' }),
  );
  if (!outcome) return undefined;
  const { result } = outcome;
  return {
    reply: await toReply(asked, outcome, services),
    kind: 'command',
    name: command.names[0],
    chat: (outcome.elsewhere ?? asked.chat).id,
    outcome: result.ok ? 'ok' : result.failure.kind,
  };
}

async function runIfMeant(
  asked: CommandMessage,
  command: Command,
  services: Services,
): Promise<Outcome | undefined> {
  if (asked.mention !== undefined) {
    const bot = await findBotUser(services);
    if (!bot.ok) return { result: bot, audience: 'asker' };
    if (bot.value.username.toLowerCase() !== asked.mention.toLowerCase()) return undefined;
  }
  return runCommand(asked, command, services);
}

async function toReply(
  asked: CommandMessage,
  { result, audience, elsewhere, movedTo }: Outcome,
  { word, telegram, clock }: Services,
): Promise<WebhookReply | undefined> {
  const said = result.ok
    ? result.value
    : { text: word(result.failure), mustArrive: isAboutLostLink(result.failure) };
  const answer = elsewhere && !movedTo ? nameChat(said, elsewhere.title) : said;
  const place = movedTo ? { ...asked, chat: movedTo } : asked;
  const message = toMessage(place, answer, audience, Math.floor(clock() / 1000));
  if (!message) return undefined;
  if (answer.mustArrive) {
    const sent = await telegram.call('sendMessage', message);
    if (sent.ok) return undefined;
  }
  return { method: 'sendMessage', ...message };
}

const isAboutLostLink = ({ kind }: Failure): boolean => kind === 'perhaps_created';
