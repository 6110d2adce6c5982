// Whether a command is run at all, for whom, and who sees the answer. Nothing is said in public before its sender is shown to be
// an admin there, so that members cannot make the bot talk.

import type { Answer } from '../actions/answer.ts';
import type { ActionContext } from '../actions/context.ts';
import { askWhoItIs, leadToPrivateChat } from '../actions/signposts.ts';
import { linkIdOf } from '../chat/link-id.ts';
import type { AskedCommand, Command, CommandContext, Meanwhile } from '../commands/command.ts';
import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Seconds } from '../lib/units.ts';
import { findInviteLinks } from '../links/invite-link.ts';
import type { TypedOptions } from '../links/option-values.ts';
import { parseOptions } from '../links/parse-options.ts';
import { readOwnPrimaryLink } from '../telegram/chats.ts';
import type { CommandMessage, Sender } from '../telegram/command-messages.ts';
import { askChat, byId, hideChat, isServed, type NamedChat } from './access.ts';
import { type Answered, type Asking, asAdmin, toActing } from './as-admin.ts';
import { chooseChat } from './choose-chat.ts';
import type { Services } from './services.ts';

/** A command whose sender is known. */
interface PersonalCommand extends AskedCommand {
  readonly sender: Extract<Sender, { kind: 'person' }>;
}

/** Older commands come out of a backlog: what they asked for may no longer be wanted. */
const BACKLOG_SECONDS: Seconds = 10 * 60;

export async function runCommand(
  asked: CommandMessage,
  command: Command,
  services: Services,
): Promise<Answered<Answer>> {
  const { sender, chat } = asked;
  // A person who writes in the name of a group or channel is one of its admins. No answer can be shown to them alone.
  const audience = sender.kind === 'person' ? 'asker' : 'everybody';
  const refuse = (failure: Failure): Answered<Answer> => ({ result: fail(failure), audience });

  // No button could show who it is: it would have to reply to a message that no one else sees.
  if (sender.kind !== 'person' && asked.ephemeralId !== undefined)
    return refuse({ kind: 'hidden_anonymous' });
  if (asked.isEdited) return refuse({ kind: 'edited_command' });
  const age = services.now - asked.date;
  if (age > BACKLOG_SECONDS) return refuse({ kind: 'stale_command', age });
  if (services.badSetting) return refuse(services.badSetting);
  if (chat.type !== 'private' && !isServed(chat.id, services)) {
    return refuse({ kind: 'chat_not_served', chat: chat.id });
  }
  if (sender.kind === 'channel_post') {
    const bot = await services.identity.find();
    return { result: ok(leadToPrivateChat(bot.ok ? bot.value : undefined, chat)), audience };
  }
  if (command.access === 'everybody' || command.isFree?.(asked)) {
    return { result: await command.run({}, freeContext(asked, services)), audience };
  }
  if (sender.kind === 'anonymous_admin') return askAnonymousAdmin(asked, command);
  return runForAdmin({ ...asked, sender }, command, services, {
    key: `update:${asked.updateId}:${asked.date}`,
    isConfirmed: false,
    changesMessage: false,
  });
}

/** Only a button shows who it is. It names the link replied to: a reply to a reply does not come with the press. */
async function askAnonymousAdmin(asked: CommandMessage, command: Command): Promise<Answered<Answer>> {
  const [link, ...others] = asked.repliedTexts ? findInviteLinks(asked.repliedTexts) : [];
  const isTyped = findInviteLinks([asked.args]).length > 0;
  const needsLink = asked.repliedTexts !== undefined && !isTyped && command.accepts?.includes('link');
  const isDoubtful = needsLink && (!link || others.length > 0);
  return {
    result: isDoubtful
      ? fail({ kind: 'which_link', doubt: 'reply_without_one_link' })
      : ok(askWhoItIs(asked.chat.id, needsLink && link ? await linkIdOf(link.url) : undefined)),
    audience: 'everybody',
  };
}

export type How = Pick<Asking, 'key' | 'isConfirmed' | 'message' | 'changesMessage'>;

/** Runs a command for its sender, if they may in the chat that it acts on. */
export async function runForAdmin(
  given: PersonalCommand,
  command: Command,
  services: Services,
  how: How,
): Promise<Answered<Answer>> {
  const { chat, sender } = given;
  const { accepts = ['chat'] } = command;
  const { timeZone } = services.settings;
  const { asked, options } = command.accepts ? { asked: given, options: given.args } : splitText(given);
  const typed = parseOptions(options, { accepts, now: services.now, timeZone });
  const here = chat.type === 'private';
  // A typing error is answered in public only for an admin of this chat.
  if (!typed.ok && here) return { result: typed, audience: 'everybody' };
  const target = typed.ok ? await findTarget(typed.value, asked, services) : ok(byId(chat.id));
  if (!target.ok) return { result: target, audience: 'asker' };

  const asking: Asking = {
    ...how,
    person: sender,
    at: chat,
    isPrivate: here,
    target: target.value,
    updateId: asked.updateId,
    topic: asked.topic,
  };
  const work = {
    read: ({ id }: NamedChat): Promise<Meanwhile> =>
      typed.ok ? readMeanwhile(id, typed.value, asked, command, services) : Promise.resolve({}),
    act: async (context: ActionContext, meanwhile: Meanwhile) =>
      typed.ok ? command.run(typed.value, toContext(context, asked, meanwhile, services)) : typed,
  };
  return asAdmin(asking, work, services);
}

/** Where any text may follow, only its first or last word can name the chat. */
function splitText(asked: PersonalCommand) {
  const { text, args } = asked;
  const [first] = /^\s*chat(?:=\S+| ?[=:] ?[@-]\S+)/i.exec(args) ?? [];
  if (first !== undefined) return { asked: { ...asked, args: args.slice(first.length) }, options: first };
  const [last = ''] = /\schat(?:=\S+| ?[=:] ?[@-]\S+)\s*$/i.exec(args) ?? [];
  const without = (whole: string): string => whole.slice(0, whole.length - last.length);
  return { asked: { ...asked, text: without(text), args: without(args) }, options: last };
}

async function readMeanwhile(
  chat: number,
  typed: TypedOptions,
  asked: PersonalCommand,
  command: Command,
  { telegram, chatObject }: Services,
): Promise<Meanwhile> {
  switch (command.reads?.(typed, asked)) {
    case 'publishedLast':
      return { publishedLast: await chatObject(chat).publishedLast() };
    case 'primary': {
      const answer = await telegram.call('getChat', { chat_id: chat });
      return { primary: answer.ok ? readOwnPrimaryLink(answer.value) : undefined };
    }
    case undefined:
      return {};
  }
}

const toContext = (
  acting: ActionContext,
  asked: AskedCommand,
  meanwhile: Meanwhile,
  services: Services,
): CommandContext => ({
  ...acting,
  asked,
  meanwhile,
  createDefaults: () => services.settings.createDefaults(services.now),
  async bot() {
    const bot = await services.identity.find();
    return bot.ok ? bot.value : undefined;
  },
  chooseChat: async (id) =>
    asked.sender.kind === 'person'
      ? chooseChat(id, asked.sender.id, services)
      : fail({ kind: 'caller_not_allowed' }),
  commands: services.commands,
});

/** For a command that acts on no chat's links. */
function freeContext(asked: CommandMessage, services: Services): CommandContext {
  const { chat, updateId } = asked;
  const ask = { key: '', act: { date: services.now, update_id: updateId }, place: { chat: chat.id } };
  return toContext(toActing(chat, ask, services), asked, {}, services);
}

/** The chat named by `chat=`; in private else the chat chosen there; else the one in which the command was typed. */
async function findTarget(
  { chat: reference }: TypedOptions,
  asked: PersonalCommand,
  services: Services,
): Promise<Result<NamedChat, Failure>> {
  if (reference?.kind === 'id') return ok(byId(reference.id));
  if (reference) {
    // Names change hands: what is recorded is recorded under the number.
    const written = `@${reference.username}`;
    const named = await askChat(written, services);
    return named.ok
      ? ok({ id: named.value.id, written, known: named.value })
      : fail(hideChat(written, named.failure));
  }
  if (asked.chat.type !== 'private') return ok(byId(asked.chat.id));
  const chosen = await services.chatObject(asked.sender.id).chosen();
  if (!chosen.ok) return chosen;
  return chosen.value === undefined
    ? fail({ kind: 'which_chat', command: asked.name })
    : ok({ id: chosen.value, written: 'the chat that you chose with /chats' });
}
