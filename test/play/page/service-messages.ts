import type { Message, User } from '@grammyjs/types';
import { whatHappened } from '../readable-text.ts';

const names = (users: readonly User[]): string => users.map(({ first_name: name }) => name).join(', ');

/** What happened in the chat, as its apps tell it; `undefined` for a message that someone wrote. */
export function wordService(message: Message): string | undefined {
  const who = message.from?.first_name ?? 'Someone';
  const { new_chat_members: came, left_chat_member: gone } = message;
  if (came) {
    const isByThemselves = came.length === 1 && came[0]?.id === message.from?.id;
    return isByThemselves ? `${who} joined` : `${who} added ${names(came)}`;
  }
  if (gone) return gone.id === message.from?.id ? `${who} left` : `${who} removed ${gone.first_name}`;
  if (message.forum_topic_created) return `${who} opened the topic “${message.forum_topic_created.name}”`;
  if (message.chat_shared) return `${who} shared a chat with the bot`;
  if (message.migrate_to_chat_id) return 'The group became a supergroup';
  if (message.migrate_from_chat_id) return 'This supergroup was a group before';
  return message.text === undefined ? `${who}: ${whatHappened(message)}` : undefined;
}
