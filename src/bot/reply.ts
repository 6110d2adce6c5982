// From an answer to the message that carries it: where it goes, and who sees it.

import type { InlineKeyboardButton } from '@grammyjs/types';
import type { Answer, AnswerButton } from '../actions/answer.ts';
import { writeButtonData } from '../actions/button-data.ts';
import { cut, type Html, html, plainText } from '../lib/html.ts';
import type { UnixSeconds } from '../lib/units.ts';
import type { Params } from '../telegram/client.ts';
import type { CommandMessage } from '../telegram/command-messages.ts';

/** A call of the Bot API as the webhook's response. https://core.telegram.org/bots/api#making-requests-when-getting-updates */
export type WebhookReply =
  | ({ readonly method: 'sendMessage' } & Params<'sendMessage'>)
  | ({ readonly method: 'answerCallbackQuery' } & Params<'answerCallbackQuery'>);

/** Everybody in the chat, or the one who asked. */
export type Audience = 'everybody' | 'asker';

/** An ephemeral message can be replied to for 15 seconds. https://core.telegram.org/bots/api#replyparameters */
const EPHEMERAL_REPLY_SECONDS = 15;

/** What every message of the bot has. */
export const toContent = ({ text, buttons, keyboard }: Answer) =>
  ({
    text: text.markup,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_markup: buttons ? { inline_keyboard: buttons.map((row) => row.map(toButton)) } : keyboard,
  }) as const;

function toButton(button: AnswerButton): InlineKeyboardButton {
  const { text, style } = button;
  // A name in it may hold half of a surrogate pair, as a text may: see html.ts.
  const looks = { text: text.toWellFormed(), ...(style && { style }) };
  if ('press' in button) return { ...looks, callback_data: writeButtonData(button.press) };
  return 'url' in button ? { ...looks, url: button.url } : { ...looks, copy_text: { text: button.copy } };
}

/**
 * The message that carries `answer` to where the command was sent, in its topic. `undefined` if no one could see it:
 * Telegram shows a message to one person only if it is known who that is.
 */
export function toMessage(
  asked: CommandMessage,
  answer: Answer,
  audience: Audience,
  now: UnixSeconds,
): Params<'sendMessage'> | undefined {
  const { chat, sender, messageId, ephemeralId, topic, date } = asked;
  const message = { chat_id: chat.id, message_thread_id: topic, ...toContent(answer) };
  const inGroup = chat.type === 'group' || chat.type === 'supergroup';
  if (ephemeralId === undefined && (audience === 'everybody' || !inGroup)) {
    return { ...message, reply_parameters: { message_id: messageId, allow_sending_without_reply: true } };
  }
  if (sender.kind !== 'person') return audience === 'everybody' ? message : undefined;
  // https://core.telegram.org/bots/api#ephemeral-messages-and-commands
  const inTime = ephemeralId !== undefined && now - date < EPHEMERAL_REPLY_SECONDS;
  return {
    ...message,
    ephemeral_message_parameters: { receiver_user_id: sender.id },
    reply_parameters: inTime ? { ephemeral_message_id: ephemeralId } : undefined,
  };
}

/** An answer about another chat than the one in which it is given says which. */
export const nameChat = (answer: Answer, title: string): Answer => ({
  ...answer,
  text: html`${answer.text}\nChat: <b>${title}</b>`,
});

/** What an app shows over the chat when a button was pressed. https://core.telegram.org/bots/api#answercallbackquery */
export const toNotice = (text: Html): string => cut(plainText(text), NOTICE_CHARACTERS);

const NOTICE_CHARACTERS = 200;
