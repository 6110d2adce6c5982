import type { Message } from '@grammyjs/types';

/** A message as one reads it in a terminal: the id that other verbs take, who says what, the buttons in brackets below. */
export function plainMessage({
  message_id,
  ephemeral_message_id: ephemeral,
  from,
  sender_chat: sender,
  chat,
  text,
  reply_markup: markup,
}: Message): string {
  const name = sender?.title ?? from?.first_name ?? chat.title ?? 'Someone';
  const rows = (markup?.inline_keyboard ?? []).map((row) => row.map((one) => `[${one.text}]`).join(' '));
  const id = ephemeral === undefined ? message_id : `ephemeral ${ephemeral}`;
  return [`${id}  ${name}: ${text ?? '…'}`, ...rows].join('\n');
}
