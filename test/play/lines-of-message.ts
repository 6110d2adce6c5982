import type { Message } from '@grammyjs/types';
import { isBots } from '../telegram/messages.ts';
import type { ChatRecord, State } from '../telegram/state.ts';
import { block } from './block.ts';
import type { Paint } from './paint.ts';
import { readableText, whatHappened } from './readable-text.ts';

/** A message as lines for a terminal: who says it where, who sees it, and what it says to someone in `timeZone`. */
export function linesOfMessage(message: Message, state: State, timeZone: string, paint: Paint): string[] {
  const { chat, receiver_user: receiver, text } = message;
  const words = text === undefined ? `(${whatHappened(message)})` : readableText(message, timeZone);
  const rows = message.reply_markup?.inline_keyboard ?? [];
  const lines = [...words.split('\n'), ...rows.map((row) => row.map((one) => `[${one.text}]`).join(' '))];
  const edited = message.edit_date === undefined ? '' : ', edited';

  if (isBots(state, message)) {
    return receiver
      ? block(`Bot, to ${receiver.first_name} only${edited}`, lines, paint.alone)
      : block(`Bot${edited}`, lines, paint.bot);
  }
  const record = state.chats.find((one) => one.chat.id === chat.id);
  const place = record ? `in ${record.chat.title}` : 'in private';
  const alone = receiver ? ', to the bot only' : '';
  const [first = '', ...others] = lines;
  return [`${paint.strong(`${nameOf(message, record)} ${place}${alone}${edited}:`)} ${first}`, ...others];
}

function nameOf({ from, sender_chat: sender, chat }: Message, record: ChatRecord | undefined): string {
  // A post in a channel, or an admin who stays anonymous.
  if (sender) return sender.id === chat.id ? 'Someone' : (sender.title ?? 'Someone');
  const status = record?.members.find((one) => one.user.id === from?.id)?.status;
  const role = status === 'creator' ? 'owner' : status === 'administrator' ? 'admin' : status;
  return `${from?.first_name ?? 'Someone'}${role === undefined ? '' : ` (${role})`}`;
}
