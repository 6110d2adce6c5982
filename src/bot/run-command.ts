// Whether a command is run at all, for whom, and who sees the answer. Nothing is said in public before its sender is
// shown to be an admin there, so that members cannot make the bot talk.

import type { Answer, Command, ReadContext, RunContext } from '../commands/command.ts';
import type { BadSetting, Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { ChatId, Seconds, UnixSeconds } from '../lib/units.ts';
import { parseOptions, type TypedOptions } from '../links/parse-options.ts';
import type { BotStore } from '../store/bot-store.ts';
import type { LinkStore } from '../store/link-store.ts';
import type { Chat } from '../telegram/chats.ts';
import type { Telegram } from '../telegram/client.ts';
import type { CommandMessage, Sender } from '../telegram/commands-in-updates.ts';
import { checkAccess } from './access.ts';
import { findBotUser } from './identity.ts';
import type { Audience } from './reply.ts';
import { findTargetChat } from './target-chat.ts';

/** What the operator has set. */
export interface BotSettings {
  /** IANA name of the zone in which admins type dates. */
  readonly timeZone: string;
  /** The chats that are served; `undefined` for all. */
  readonly chats: ReadonlySet<ChatId> | undefined;
  createDefaults(now: UnixSeconds): Result<TypedOptions, BadSetting>;
}

export interface RunDeps {
  readonly telegram: Telegram;
  readonly linkStore: LinkStore;
  readonly botStore: BotStore;
  readonly settings: Result<BotSettings, BadSetting>;
  readonly commands: readonly Command[];
  readonly now: UnixSeconds;
}

/** What came of a command. */
export interface Outcome {
  readonly result: Result<Answer, Failure>;
  readonly audience: Audience;
  /** The chat that it is about, where that is another than the one in which it was typed. */
  readonly elsewhere?: Chat;
}

type Person = Extract<Sender, { kind: 'person' }>;

/** Older commands come out of a backlog: what they asked for may no longer be wanted. */
const BACKLOG_SECONDS: Seconds = 10 * 60;

export async function runCommand(asked: CommandMessage, command: Command, deps: RunDeps): Promise<Outcome> {
  const { sender, chat } = asked;
  // Who writes in the name of a group or channel is one of its admins, and cannot be told anything alone.
  const audience = sender.kind === 'person' ? 'asker' : 'everybody';
  const refuse = (failure: Failure): Outcome => ({ result: fail(failure), audience });

  const age = deps.now - asked.date;
  if (age > BACKLOG_SECONDS) return refuse({ kind: 'stale_command', age });
  if (!deps.settings.ok) return refuse(deps.settings.failure);
  const settings = deps.settings.value;
  const inPrivate = chat.type === 'private';
  if (!inPrivate && settings.chats?.has(chat.id) === false)
    return refuse({ kind: 'chat_not_served', chat: chat.id });
  if (sender.kind === 'channel_post')
    return refuse({ kind: 'unsigned_post', chat: chat.id, command: asked.name });

  if (command.access === 'everybody' || (command.access === 'admins_in_groups' && inPrivate)) {
    const context = toReadContext(asked, chat.id, deps);
    const result = await command.begin({}, context)(toRunContext(context, chat, settings, deps));
    return { result, audience };
  }
  if (sender.kind === 'anonymous_admin') {
    return refuse({ kind: 'anonymous_admin', chat: chat.id, command: asked.name });
  }
  return runForAdmin(asked, sender, command, settings, deps);
}

async function runForAdmin(
  asked: CommandMessage,
  person: Person,
  command: Command,
  settings: BotSettings,
  deps: RunDeps,
): Promise<Outcome> {
  const { telegram, now } = deps;
  const { timeZone } = settings;
  const inPrivate = asked.chat.type === 'private';
  const mayHere = () => (inPrivate ? ok(undefined) : checkAccess(telegram, asked.chat.id, person.id));

  const { accepts } = command;
  const typed = accepts ? parseOptions(asked.args, { accepts, now, timeZone }) : ok<TypedOptions>({});
  if (!typed.ok) {
    const access = await mayHere();
    return access.ok ? { result: typed, audience: 'everybody' } : { result: access, audience: 'asker' };
  }

  const target = await findTargetChat(typed.value.chat, asked, person, settings.chats, telegram);
  if (!target.ok) return { result: target, audience: 'asker' };
  const { chatId, isHere, check } = target.value;
  const context = toReadContext(asked, chatId, deps);
  // Reading and asking go side by side.
  const run = command.begin(typed.value, context);
  const [chat, access] = await Promise.all([check(), isHere ? undefined : mayHere()]);
  if (!chat.ok) return { result: chat, audience: 'asker' };
  return {
    result: await run(toRunContext(context, chat.value, settings, deps)),
    // Of another chat this one hears only from somebody who is an admin in both.
    audience: isHere || access?.ok ? 'everybody' : 'asker',
    ...(!isHere && { elsewhere: chat.value }),
  };
}

const toReadContext = (
  asked: CommandMessage,
  chatId: ChatId,
  { telegram, linkStore }: RunDeps,
): ReadContext => ({
  asked,
  chatId,
  telegram,
  store: linkStore,
});

function toRunContext(context: ReadContext, chat: Chat, settings: BotSettings, deps: RunDeps): RunContext {
  const { sender, updateId } = context.asked;
  const by = sender.kind === 'person' && { by: { id: sender.id, name: sender.name } };
  return {
    ...context,
    chat,
    act: { ...by, date: deps.now, update_id: updateId },
    now: deps.now,
    timeZone: settings.timeZone,
    createDefaults: () => settings.createDefaults(deps.now),
    bot: () => findBotUser(deps.botStore, deps.telegram),
    commands: deps.commands,
  };
}
