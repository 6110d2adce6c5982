// From an answer to the message that carries it: where it goes, and who sees it.

import type { InlineKeyboardButton } from '@grammyjs/types';
import { type Html, html } from '../lib/html.ts';
import type { UnixSeconds } from '../lib/units.ts';
import type { Params } from '../telegram/client.ts';
import type { CommandMessage } from '../telegram/commands-in-updates.ts';

/** A call of the Bot API as the webhook's response. https://core.telegram.org/bots/api#making-requests-when-getting-updates */
export type WebhookReply = { readonly method: 'sendMessage' } & Params<'sendMessage'>;

/** Everybody in the chat, or the one who asked. */
export type Audience = 'everybody' | 'asker';

/** An ephemeral message can be replied to for 15 seconds. https://core.telegram.org/bots/api#replyparameters */
const EPHEMERAL_REPLY_SECONDS = 15;

/**
 * The message that carries `text` to where the command was sent, in its topic. `undefined` where nobody could be told:
 * Telegram shows a message to one person only if it is known who that is.
 */
export function toMessage(
  asked: CommandMessage,
  text: Html,
  buttons: readonly (readonly InlineKeyboardButton[])[] | undefined,
  audience: Audience,
  now: UnixSeconds,
): Params<'sendMessage'> | undefined {
  const { chat, sender, messageId, ephemeralId, topic, date } = asked;
  const message = {
    chat_id: chat.id,
    text: text.markup,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    ...(topic !== undefined && { message_thread_id: topic }),
    ...(buttons && { reply_markup: { inline_keyboard: buttons.map((row) => [...row]) } }),
  } as const satisfies Params<'sendMessage'>;

  const inGroup = chat.type === 'group' || chat.type === 'supergroup';
  if (ephemeralId === undefined && (audience === 'everybody' || !inGroup)) {
    return { ...message, reply_parameters: { message_id: messageId, allow_sending_without_reply: true } };
  }
  if (sender.kind !== 'person') return undefined;
  // https://core.telegram.org/bots/api#ephemeral-messages-and-commands
  const inTime = ephemeralId !== undefined && now - date < EPHEMERAL_REPLY_SECONDS;
  return {
    ...message,
    ephemeral_message_parameters: { receiver_user_id: sender.id },
    ...(inTime && { reply_parameters: { ephemeral_message_id: ephemeralId } }),
  };
}

/** An answer about another chat than the one in which it is given says which. */
export const nameChat = (text: Html, title: string): Html => html`${text}\nChat: <b>${title}</b>`;
