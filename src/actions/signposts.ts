// Messages that only show the next step.

import type { LinkId } from '../chat/protocol.ts';
import { html } from '../lib/html.ts';
import type { ChatId } from '../lib/units.ts';
import type { BotUser, Chat } from '../telegram/chats.ts';
import type { Answer } from './answer.ts';

/** A button to the private chat with the bot. A press chooses the given chat there. */
export const leadToPrivateChat = (bot: BotUser | undefined, chat: Chat): Answer => ({
  text: html`Manage this ${chat.type === 'channel' ? 'channel' : 'group'} in our private chat.`,
  // The word after start= arrives as /start. https://core.telegram.org/api/links#bot-links
  buttons: bot && [[{ text: 'Open it', url: `https://t.me/${bot.username}?start=${chat.id}` }]],
});

/** A button by which an anonymous admin shows the bot, and no one else, who they are; `link` is the one that they replied to. */
export const askWhoItIs = (chat: ChatId, link: LinkId | undefined): Answer => ({
  text: html`An administrator who may invite users has to confirm this. No one will see who.`,
  buttons: [[{ text: 'Confirm', press: { kind: 'confirm', chat, link } }]],
});
