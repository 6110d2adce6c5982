// The menus of commands that Telegram shows after a slash, and the rights that adding the bot asks for.

import type { BotCommand, BotCommandScope, ChatAdministratorRights } from '@grammyjs/types';
import type { Command } from './command.ts';

export interface Menu {
  readonly scope: BotCommandScope;
  readonly commands: BotCommand[];
}

/**
 * A menu for each kind of reader. If `ephemeral` is set, what an admin runs from the menu is seen by that admin and
 * the bot alone; Telegram knows that in groups only. https://core.telegram.org/bots/api#botcommand
 */
export function menusOf(commands: readonly Command[], ephemeral: boolean): readonly Menu[] {
  const admins = commands.filter(({ access }) => access === 'admins');
  const everybody = commands.filter(({ access }) => access === 'everybody');
  const entries = (some: readonly Command[]) => some.map((command) => toEntry(command));
  return [
    {
      scope: { type: 'default' },
      commands: entries(everybody.filter(({ names }) => names.includes('help'))),
    },
    { scope: { type: 'all_private_chats' }, commands: entries(commands) },
    {
      scope: { type: 'all_chat_administrators' },
      commands: [
        ...admins.map((command) => ({ ...toEntry(command), ...(ephemeral && { is_ephemeral: true }) })),
        ...entries(everybody),
      ],
    },
  ];
}

const toEntry = ({ names, summary }: Command): BotCommand => ({
  command: shortest(names),
  description: summary,
});

const shortest = (names: readonly string[]): string =>
  names.reduce((one, other) => (other.length < one.length ? other : one));

/** The one right that the bot needs. https://core.telegram.org/bots/api#chatadministratorrights */
export const MAY_INVITE: ChatAdministratorRights = {
  is_anonymous: false,
  can_manage_chat: false,
  can_delete_messages: false,
  can_manage_video_chats: false,
  can_restrict_members: false,
  can_promote_members: false,
  can_change_info: false,
  can_invite_users: true,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_send_welcome_messages: false,
};
