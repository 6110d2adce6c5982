// What commands and buttons are given to work with.

import type { ActContext, ReadContext, RunContext } from '../commands/command.ts';
import { fail } from '../lib/result.ts';
import type { ChatId } from '../lib/units.ts';
import type { LinkAct } from '../links/link-record.ts';
import type { Chat } from '../telegram/chats.ts';
import type { CommandMessage } from '../telegram/command-messages.ts';
import type { Permission } from './access.ts';
import { chooseChat } from './choose-chat.ts';
import { findBotUser } from './identity.ts';
import type { Services } from './services.ts';

export const toReadContext = (
  asked: CommandMessage,
  chatId: ChatId,
  { telegram, linkStore }: Services,
): ReadContext => ({ asked, chatId, telegram, store: linkStore });

export const toActContext = (
  act: LinkAct,
  chatId: ChatId,
  { telegram, linkStore, now, settings, word }: Services,
): ActContext => ({
  chatId,
  telegram,
  store: linkStore,
  act,
  now,
  timeZone: settings.timeZone,
  word,
});

export function toRunContext(
  asked: CommandMessage,
  chat: Chat,
  permission: Permission,
  services: Services,
): RunContext {
  const { sender } = asked;
  return {
    ...toActContext(toAct(asked, permission, services), chat.id, services),
    asked,
    chat,
    createDefaults: () => services.settings.createDefaults(services.now),
    async bot() {
      const bot = await findBotUser(services);
      return bot.ok ? bot.value : undefined;
    },
    chooseChat: async (id) =>
      sender.kind === 'person' ? chooseChat(id, sender.id, services) : fail({ kind: 'caller_not_allowed' }),
    commands: services.commands,
  };
}

function toAct(
  { sender, chat, messageId, updateId }: CommandMessage,
  { isAnonymous }: Permission,
  { now }: Services,
): LinkAct {
  const act = { date: now, update_id: updateId };
  if (sender.kind !== 'person') return act;
  // An anonymous admin's command is known by its message, since each press of the button is an update of its own.
  if (sender.isAnonymous) return { ...act, message: `${chat.id}:${messageId}` };
  return isAnonymous ? act : { ...act, by: { id: sender.id, name: sender.name } };
}
