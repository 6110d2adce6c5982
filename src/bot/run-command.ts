// Whether a command is run at all, for whom, and who sees the answer. Nothing is said in public before its sender is
// shown to be an admin there, so that members cannot make the bot talk.

import type { Answer, Command } from '../commands/command.ts';
import { askWhoItIs, leadToPrivateChat } from '../commands/signposts.ts';
import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Seconds } from '../lib/units.ts';
import { findInviteLinks } from '../links/invite-link.ts';
import type { TypedOptions } from '../links/option-values.ts';
import { parseOptions } from '../links/parse-options.ts';
import type { Chat } from '../telegram/chats.ts';
import type { CommandMessage, Sender } from '../telegram/command-messages.ts';
import {
  asKnown,
  askChat,
  byId,
  checkAccess,
  checkAccessElsewhere,
  hideChat,
  isServed,
  type NamedChat,
  type Permission,
} from './access.ts';
import { toReadContext, toRunContext } from './contexts.ts';
import { findBotUser } from './identity.ts';
import { followRefusal } from './move.ts';
import type { Audience } from './reply.ts';
import type { Services } from './services.ts';

/** What came of a command. */
export interface Outcome {
  readonly result: Result<Answer, Failure>;
  readonly audience: Audience;
  /** The chat that it is about, where that is another than the one in which it was typed. */
  readonly elsewhere?: Chat;
  /** The supergroup that the chat in which it was typed has become meanwhile. */
  readonly movedTo?: Chat;
}

/** A command of which it is known who sent it. */
interface PersonalCommand extends CommandMessage {
  readonly sender: Extract<Sender, { kind: 'person' }>;
}

/** Older commands come out of a backlog: what they asked for may no longer be wanted. */
const BACKLOG_SECONDS: Seconds = 10 * 60;

export async function runCommand(
  asked: CommandMessage,
  command: Command,
  services: Services,
): Promise<Outcome> {
  const { sender, chat } = asked;
  // Who writes in the name of a group or channel is one of its admins, and cannot be told anything alone.
  const audience = sender.kind === 'person' ? 'asker' : 'everybody';
  const refuse = (failure: Failure): Outcome => ({ result: fail(failure), audience });

  const age = services.now - asked.date;
  if (age > BACKLOG_SECONDS) return refuse({ kind: 'stale_command', age });
  if (services.badSetting) return refuse(services.badSetting);
  if (chat.type !== 'private' && !isServed(chat.id, services)) {
    return refuse({ kind: 'chat_not_served', chat: chat.id });
  }
  if (sender.kind === 'channel_post') {
    const bot = await findBotUser(services);
    return { result: ok(leadToPrivateChat(bot.ok ? bot.value : undefined, chat.id)), audience };
  }

  if (command.access === 'everybody' || command.isFree?.(asked)) {
    const run = command.begin({}, toReadContext(asked, chat.id, services));
    const context = toRunContext(asked, chat, { isAnonymous: false }, services);
    return { result: await run(context), audience };
  }
  if (sender.kind === 'anonymous_admin') return askAnonymousAdmin(asked, command);
  return runForAdmin({ ...asked, sender }, command, services);
}

/** The button's data names the link replied to: a reply to a reply is not told with the press. */
function askAnonymousAdmin(asked: CommandMessage, command: Command): Outcome {
  const [link, ...others] = asked.repliedTexts ? findInviteLinks(asked.repliedTexts) : [];
  const isTyped = findInviteLinks([asked.args]).length > 0;
  const needsLink = asked.repliedTexts !== undefined && !isTyped && command.accepts?.includes('link');
  const isDoubtful = needsLink && (!link || others.length > 0);
  return {
    result: isDoubtful
      ? fail({ kind: 'which_link', doubt: 'reply_without_one_link' })
      : ok(askWhoItIs(needsLink && link ? link.token : '')),
    audience: 'everybody',
  };
}

/** Runs a command for its sender, if they may in the chat that it acts on. */
export async function runForAdmin(
  asked: PersonalCommand,
  command: Command,
  services: Services,
): Promise<Outcome> {
  const { accepts } = command;
  const { timeZone } = services.settings;
  const typed = accepts
    ? parseOptions(asked.args, { accepts, now: services.now, timeZone })
    : ok<TypedOptions>({});
  if (!typed.ok) {
    const access = await checkAccessHere(asked, services);
    return access.ok ? { result: typed, audience: 'everybody' } : { result: access, audience: 'asker' };
  }

  const target = await findTarget(typed.value, asked, services);
  if (!target.ok) return { result: target, audience: 'asker' };
  const outcome = await runIn(target.value, asked, command, typed.value, services);
  if (outcome.result.ok || outcome.result.failure.kind !== 'chat_migrated') return outcome;

  // The group has become a supergroup: its links go along, and the command is repeated there.
  const moved = await followRefusal(target.value, outcome.result.failure.to, asked.sender.id, services);
  if (!moved.ok) return { result: moved, audience: 'asker' };
  const repeated = await runIn(asKnown(moved.value), asked, command, typed.value, services);
  // What was typed in the group before it moved cannot be answered there any more.
  return target.value.id === asked.chat.id && repeated.elsewhere
    ? { ...repeated, audience: 'everybody', movedTo: repeated.elsewhere }
    : repeated;
}

async function runIn(
  target: NamedChat,
  asked: PersonalCommand,
  command: Command,
  typed: TypedOptions,
  services: Services,
): Promise<Outcome> {
  const chatId = target.id;
  // Before anything is read: what is not served costs nothing.
  if (!isServed(chatId, services)) {
    const failure = hideChat(target.written, { kind: 'chat_not_served', chat: chatId });
    return { result: fail(failure), audience: 'asker' };
  }
  // Reading and asking go side by side.
  const run = command.begin(typed, toReadContext(asked, chatId, services));
  const runWith = (chat: Chat, permission: Permission) =>
    run(toRunContext(asked, chat, permission, services));
  if (chatId === asked.chat.id) {
    const access = await checkAccess(chatId, asked.sender.id, services);
    if (!access.ok) return { result: access, audience: 'asker' };
    return { result: await runWith(asked.chat, access.value), audience: 'everybody' };
  }
  const [there, here] = await Promise.all([
    checkAccessElsewhere(target, asked.sender.id, services),
    checkAccessHere(asked, services),
  ]);
  if (!there.ok) return { result: there, audience: 'asker' };
  const { chat } = there.value;
  // Of another chat this one hears only from somebody who is an admin in both.
  const audience = here.ok ? 'everybody' : 'asker';
  return { result: await runWith(chat, there.value), audience, elsewhere: chat };
}

const checkAccessHere = async (
  { chat, sender }: PersonalCommand,
  services: Services,
): Promise<Result<unknown, Failure>> =>
  chat.type === 'private' ? ok(undefined) : checkAccess(chat.id, sender.id, services);

/** The chat named by `chat=`; in private else the chat chosen there; else the one in which the command was typed. */
async function findTarget(
  { chat: reference }: TypedOptions,
  asked: PersonalCommand,
  services: Services,
): Promise<Result<NamedChat, Failure>> {
  if (reference?.kind === 'id') return ok(byId(reference.id));
  if (reference) {
    // Names change hands: what is remembered is remembered under the number.
    const written = `@${reference.username}`;
    const named = await askChat(written, services);
    return named.ok
      ? ok({ id: named.value.id, written, known: named.value })
      : fail(hideChat(written, named.failure));
  }
  if (asked.chat.type !== 'private') return ok(byId(asked.chat.id));
  const chosen = await services.chatStore.chosenChat(asked.sender.id);
  if (!chosen.ok) return chosen;
  return chosen.value === undefined
    ? fail({ kind: 'which_chat', command: asked.name })
    : ok({ id: chosen.value, written: 'the chat that you chose with /chats' });
}
