// Messages as they lie in a chat: numbering, storing, finding, and who sees which.

import type { Chat, Message, User } from '@grammyjs/types';
import { isIn, memberOf } from './members.ts';
import { recordById } from './people-and-chats.ts';
import type { State } from './state.ts';

export const messagesOf = (state: State, chatId: number): Message[] => {
  const known = state.messages[chatId];
  if (known) return known;
  const fresh: Message[] = [];
  state.messages[chatId] = fresh;
  return fresh;
};

/** Private chats and basic groups count together, supergroups and channels each for themselves. */
export function nextMessageId(state: State, chat: Chat): number {
  if (chat.type === 'private' || chat.type === 'group') return state.next.common_message++;
  // In a forum the first number is General's, which no one can send to: tdlib/telegram-bot-api, Client.cpp:8276
  const id = state.next.message[chat.id] ?? (chat.is_forum === true ? 2 : 1);
  state.next.message[chat.id] = id + 1;
  return id;
}

export function store<Kind extends Message>(state: State, message: Kind): Kind {
  messagesOf(state, message.chat.id).push(message);
  return message;
}

export const messageById = (state: State, chatId: number, id: number): Message | undefined =>
  id === 0 ? undefined : messagesOf(state, chatId).find((one) => one.message_id === id);

export const ephemeralById = (state: State, chatId: number, id: number): Message | undefined =>
  messagesOf(state, chatId).find((one) => one.ephemeral_message_id === id);

export function replace(state: State, old: Message, changed: Message): void {
  const all = messagesOf(state, old.chat.id);
  const at = all.indexOf(old);
  if (at >= 0) all[at] = changed;
}

export function remove(state: State, message: Message): void {
  const all = messagesOf(state, message.chat.id);
  const at = all.indexOf(message);
  if (at >= 0) all.splice(at, 1);
}

/** A message as it is quoted in a reply: without what it was itself a reply to. */
export function quoted(message: Message): NonNullable<Message['reply_to_message']> {
  const { reply_to_message: _, ...rest } = message;
  return { ...rest } as NonNullable<Message['reply_to_message']>;
}

/**
 * What a message replies to and where it stands. In a forum, a message in a topic that replies to nothing is shown as
 * a reply to the topic's head; General has no topic fields at all. In other supergroups every reply carries the id of
 * the thread of replies that it belongs to, which is no topic.
 */
export function threadFields(
  state: State,
  chat: Chat,
  thread: number | undefined,
  original: Message | undefined,
): Partial<Message> {
  const reply = original ? { reply_to_message: quoted(original) } : {};
  if (chat.is_forum !== true) {
    if (chat.type !== 'supergroup' || !original) return reply;
    return { message_thread_id: original.message_thread_id ?? original.message_id, ...reply };
  }
  if (thread === undefined) return reply;
  const head = messageById(state, chat.id, thread);
  return {
    message_thread_id: thread,
    is_topic_message: true,
    ...(head ? { reply_to_message: quoted(head) } : {}),
    ...reply,
  };
}

export const threadOf = (message: Message | undefined): number | undefined =>
  message?.is_topic_message === true ? message.message_thread_id : undefined;

export const readChat = (state: State, chat: Chat): Message[] => structuredClone(messagesOf(state, chat.id));

/** An ephemeral message is seen by its sender and its receiver only, and a chat without a name by those who are in it. */
export function readChatAs(state: State, chat: Chat, viewer: User): Message[] {
  const record = recordById(state, chat.id);
  if (record && record.chat.username === undefined && !isIn(memberOf(record, viewer))) return [];
  return structuredClone(
    messagesOf(state, chat.id).filter(
      (one) =>
        one.ephemeral_message_id === undefined ||
        one.receiver_user?.id === viewer.id ||
        one.from?.id === viewer.id,
    ),
  );
}

/** A service message: what happened in the chat, told by Telegram in the name of the one who did it. */
export function serviceMessage(
  state: State,
  chat: Chat,
  from: User,
  date: number,
  what: Partial<Message>,
): Message {
  return store(state, {
    message_id: nextMessageId(state, chat),
    ...(chat.type === 'channel' ? { sender_chat: chat } : { from }),
    chat,
    date,
    ...what,
  });
}

/** A post in a channel does not tell who wrote it; Telegram knows nevertheless which ones are the bot's. */
export function markOwnPost(state: State, { chat, message_id }: Message): void {
  state.own_posts[chat.id] = [...(state.own_posts[chat.id] ?? []), message_id];
}

export const isBots = (state: State, { chat, from, message_id }: Message): boolean =>
  from?.id === state.bot.id || (state.own_posts[chat.id]?.includes(message_id) ?? false);
