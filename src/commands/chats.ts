import { leadToPrivateChat } from '../actions/signposts.ts';
import { html } from '../lib/html.ts';
import { ok } from '../lib/result.ts';
import { defineCommand } from './command.ts';
import { MAY_INVITE } from './menus.ts';

const choose = (text: string, request_id: number, chat_is_channel: boolean) => ({
  text,
  request_chat: {
    request_id,
    chat_is_channel,
    user_administrator_rights: MAY_INVITE,
    bot_administrator_rights: MAY_INVITE,
  },
});

/** Lets a person choose the group or channel in which their commands in private act. */
export const chats = defineCommand({
  names: ['chats'],
  summary: 'In private: choose the group or channel to manage',
  usage: '',
  access: 'everybody',

  async run(_, { chat, bot }) {
    if (chat.type !== 'private') return ok(leadToPrivateChat(await bot(), chat));
    return ok({
      text: html`Choose a chat in which you may invite users. If I may not yet, Telegram asks you to let me.`,
      // https://core.telegram.org/bots/api#keyboardbuttonrequestchat
      keyboard: {
        keyboard: [[choose('A group', 1, false), choose('A channel', 2, true)]],
        resize_keyboard: true,
        one_time_keyboard: true,
      },
    });
  },
});
