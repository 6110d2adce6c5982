// Messages that only show where to go on.

import { html } from '../lib/html.ts';
import type { ChatId } from '../lib/units.ts';
import type { BotUser } from '../telegram/chats.ts';
import { writeAnonymousData } from './button-data.ts';
import type { Answer } from './command.ts';

/** To the private chat with the bot, in which the given chat is chosen by going there. */
export const leadToPrivateChat = (bot: BotUser | undefined, chat: ChatId): Answer => ({
  text: html`Links of this chat are managed in private with me.`,
  markup: bot && {
    // The word behind start= arrives as /start. https://core.telegram.org/api/links#bot-links
    inline_keyboard: [[{ text: 'Go there', url: `https://t.me/${bot.username}?start=${chat}` }]],
  },
});

/** To a button that shows who an anonymous admin is, to the bot alone; `token` is of the link that they replied to. */
export const askWhoItIs = (token: string): Answer => ({
  text: html`An administrator who may invite users has to confirm this. Nobody will see who.`,
  markup: { inline_keyboard: [[{ text: 'Confirm', callback_data: writeAnonymousData(token) }]] },
});
