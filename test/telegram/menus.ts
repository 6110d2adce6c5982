// Which of the bot's command menus someone is shown: the closest scope that has one.
// https://core.telegram.org/bots/api#determining-list-of-commands

import type { BotCommand, Chat, User } from '@grammyjs/types';
import { isAdmin, memberOf } from './members.ts';
import { recordById } from './people-and-chats.ts';
import type { State } from './state.ts';

export function menuFor(state: State, chat: Chat, person: User): BotCommand[] {
  const scopes = scopesFor(state, chat, person);
  const languages = [person.language_code ?? '', ''];
  for (const scope of scopes) {
    for (const language of languages) {
      const menu = state.menus.find((one) => one.scope === scope && one.language_code === language);
      if (menu) return menu.commands;
    }
  }
  return [];
}

function scopesFor(state: State, chat: Chat, person: User): string[] {
  // Channels have no menu at all.
  if (chat.type === 'channel') return [];
  if (chat.type === 'private') return [`chat:${chat.id}`, 'all_private_chats', 'default'];
  const record = recordById(state, chat.id);
  const admin = record !== undefined && isAdmin(memberOf(record, person));
  return [
    `chat_member:${chat.id}:${person.id}`,
    ...(admin ? [`chat_administrators:${chat.id}`] : []),
    `chat:${chat.id}`,
    ...(admin ? ['all_chat_administrators'] : []),
    'all_group_chats',
    'default',
  ];
}
