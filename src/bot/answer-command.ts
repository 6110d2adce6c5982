import type { Answer } from '../actions/answer.ts';
import type { Command } from '../commands/command.ts';
import type { Failure } from '../failures.ts';
import type { CommandMessage } from '../telegram/command-messages.ts';
import { isServed } from './access.ts';
import type { Answered } from './as-admin.ts';
import { nameChat, toMessage, type WebhookReply } from './reply.ts';
import { runCommand } from './run-command.ts';
import type { Handled, Services } from './services.ts';

/** Runs a command, and answers it; `undefined` if it is meant for another bot. */
export async function answerCommand(
  asked: CommandMessage,
  command: Command,
  services: Services,
): Promise<readonly [WebhookReply | undefined, Handled] | undefined> {
  const answered = await runIfMeant(asked, command, services).catch(
    (error): Answered<Answer> => ({ result: services.failWithBug(error), audience: 'asker' }),
  );
  if (!answered) return undefined;
  const { result } = answered;
  const chat = (answered.elsewhere ?? asked.chat).id;
  const outcome = result.ok ? 'ok' : result.failure.kind;
  return [
    await toReply(asked, answered, services),
    { kind: 'command', name: command.names[0], chat, outcome },
  ];
}

async function runIfMeant(
  asked: CommandMessage,
  command: Command,
  services: Services,
): Promise<Answered<Answer> | undefined> {
  const { mention, ephemeralId, chat } = asked;
  // An ephemeral command reaches no other bot.
  if (mention !== undefined && ephemeralId === undefined) {
    // A chat that is not served costs nothing, the question who is meant included.
    if (chat.type !== 'private' && !isServed(chat.id, services)) return undefined;
    const isMeant = await services.identity.isCalled(mention);
    if (!isMeant.ok) return { result: isMeant, audience: 'asker' };
    if (!isMeant.value) return undefined;
  }
  return runCommand(asked, command, services);
}

async function toReply(
  asked: CommandMessage,
  { result, audience, elsewhere, movedTo }: Answered<Answer>,
  services: Services,
): Promise<WebhookReply | undefined> {
  const { telegram, clock } = services;
  const said = result.ok ? result.value : toAnswer(result.failure, (elsewhere ?? asked.chat).id, services);
  const answer = elsewhere && !movedTo ? nameChat(said, elsewhere.title) : said;
  const place = movedTo ? { ...asked, chat: movedTo } : asked;
  const readers = answer.isPersonal ? 'asker' : audience;
  const message = toMessage(place, answer, readers, Math.floor(clock() / 1000));
  if (!message) return undefined;
  if (answer.mustArrive) {
    const sent = await telegram.call('sendMessage', message);
    if (sent.ok) return undefined;
  }
  return { method: 'sendMessage', ...message };
}

/** The failure in words. If several links or doors may be meant, each has a button that opens its card. */
function toAnswer(failure: Failure, chat: number, { word }: Services): Answer {
  const text = word(failure);
  const mustArrive = failure.kind === 'perhaps_created' || failure.kind === 'unrecorded';
  if ((failure.kind !== 'which_link' && failure.kind !== 'door') || !failure.choices)
    return { text, mustArrive };
  const kind = failure.kind === 'door' ? 'door' : 'card';
  const buttons = failure.choices.map(({ id, title }) => [
    { text: title, press: { kind, chat, link: id, value: 'show' } },
  ]);
  return { text, buttons };
}
