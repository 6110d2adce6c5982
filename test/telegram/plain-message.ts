import type { Message } from '@grammyjs/types';

/** A message as somebody reads it in a terminal, its buttons in brackets below. */
export function plainMessage({
  from,
  sender_chat: sender,
  chat,
  text,
  reply_markup: markup,
}: Message): string {
  const name = sender?.title ?? from?.first_name ?? chat.title ?? 'Somebody';
  const rows = (markup?.inline_keyboard ?? []).map((row) => row.map((one) => `[${one.text}]`).join(' '));
  return [`${name}: ${text ?? '…'}`, ...rows].join('\n');
}
