import type { ActContext, Answer, ReadContext, RunContext } from '../commands/command.ts';
import type { Failure } from '../failures.ts';
import { type Html, html } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { ChatId, UserId } from '../lib/units.ts';
import type { LinkAct } from '../links/link-record.ts';
import type { Chat } from '../telegram/chats.ts';
import type { CommandMessage } from '../telegram/command-messages.ts';
import { byId, checkAccessElsewhere } from './access.ts';
import { wordFailure } from './failure-words.ts';
import { findBotUser } from './identity.ts';
import type { BotSettings, Services } from './services.ts';

export const toReadContext = (
  asked: CommandMessage,
  chatId: ChatId,
  { telegram, linkStore }: Services,
): ReadContext => ({ asked, chatId, telegram, store: linkStore });

export const toActContext = (
  act: LinkAct,
  chatId: ChatId,
  settings: BotSettings,
  { telegram, linkStore, now }: Services,
): ActContext => ({
  chatId,
  telegram,
  store: linkStore,
  act,
  now,
  timeZone: settings.timeZone,
  word: (failure) => wordFailure(failure, settings.timeZone),
});

export function toRunContext(
  asked: CommandMessage,
  chat: Chat,
  settings: BotSettings,
  services: Services,
): RunContext {
  const { sender } = asked;
  return {
    ...toActContext(toAct(asked, services), chat.id, settings, services),
    asked,
    chat,
    createDefaults: () => settings.createDefaults(services.now),
    async bot() {
      const bot = await findBotUser(services);
      return bot.ok ? bot.value : undefined;
    },
    chooseChat: async (id) =>
      sender.kind === 'person' ? chooseChat(id, sender.id, services) : fail({ kind: 'caller_not_allowed' }),
    commands: services.commands,
  };
}

function toAct({ sender, chat, messageId, updateId }: CommandMessage, { now }: Services): LinkAct {
  const act = { date: now, update_id: updateId };
  if (sender.kind !== 'person') return act;
  // An anonymous admin's command is known by its message, since each press of the button is an update of its own.
  return sender.isAnonymous
    ? { ...act, message: `${chat.id}:${messageId}` }
    : { ...act, by: { id: sender.id, name: sender.name } };
}

/** Makes the chat the one in which the person's commands in private act, if they may there. */
export async function chooseChat(
  id: ChatId,
  user: UserId,
  services: Services,
): Promise<Result<Answer, Failure>> {
  const chat = await checkAccessElsewhere(byId(id), user, services);
  if (!chat.ok) return chat;
  const saved = await services.chatStore.saveChosenChat(user, chat.value.id);
  if (!saved.ok) return fail({ kind: 'choice_not_kept' });
  return ok({ text: sayChosen(chat.value), markup: { remove_keyboard: true } });
}

const sayChosen = ({ title }: Chat): Html =>
  html`Your commands here act in <b>${title}</b> now, until you choose another chat with /chats. Try /links or /create.`;
