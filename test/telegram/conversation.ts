// What people do in chats: they write and edit. Each answers the queued update, if the bot hears of it.

import type { Chat, Message, MessageEntity, MessageOrigin, User } from '@grammyjs/types';
import { withFoundEntities } from './entities.ts';
import { isAdmin, isIn, memberOf } from './members.ts';
import { messageById, nextMessageId, replace, store, threadFields, threadOf } from './messages.ts';
import { recordById } from './people-and-chats.ts';
import { setBlocked } from './private-chats.ts';
import { Misuse } from './refusal.ts';
import { ANONYMOUS_ADMIN, CHANNEL_SENDER, TELEGRAM } from './special-accounts.ts';
import type { UnixSeconds, World } from './state.ts';
import { checkAge, DAY_SECONDS } from './updates.ts';
import { botSees, publishMessage } from './visibility.ts';

const MAX_TEXT_CODE_POINTS = 4096;

export interface Said {
  readonly message: Message;
  /** `undefined`: the bot does not get to see it. */
  readonly update_id: number | undefined;
}

export interface SayOptions {
  readonly replyTo?: number | undefined;
  readonly topic?: number | undefined;
  /** As an admin who stays anonymous: the group itself speaks. */
  readonly anonymous?: boolean | undefined;
  /** In the name of another chat. */
  readonly asChannel?: Chat | undefined;
  readonly forwarded?: boolean | undefined;
  /** A post of the linked channel (`asChannel`), forwarded into its discussion group by Telegram itself. */
  readonly automaticForward?: boolean | undefined;
  readonly viaBot?: User | undefined;
  readonly date?: UnixSeconds | undefined;
  /** Seen by the sender and the bot only. */
  readonly ephemeral?: boolean | undefined;
  readonly entities?: readonly MessageEntity[] | undefined;
}

export function say(world: World, chat: Chat, person: User, text: string, options: SayOptions = {}): Said {
  const { state } = world;
  const record = recordById(state, chat.id);
  if ([...text].length > MAX_TEXT_CODE_POINTS) {
    throw new Misuse(`A message has at most ${MAX_TEXT_CODE_POINTS} characters.`);
  }
  if (record && !options.asChannel && !isIn(memberOf(record, person))) {
    throw new Misuse(`${person.first_name} is not in ${record.chat.title}, so cannot write there.`);
  }
  if (record && options.anonymous && !isAdmin(memberOf(record, person))) {
    throw new Misuse(
      `${person.first_name} is no admin of ${record.chat.title}, so cannot write anonymously.`,
    );
  }
  if (record?.migrated_to !== undefined) {
    throw new Misuse(`${record.chat.title} became a supergroup with the id ${record.migrated_to}.`);
  }
  const original = options.replyTo === undefined ? undefined : messageById(state, chat.id, options.replyTo);
  if (options.replyTo !== undefined && !original) {
    throw new Misuse(`There is no message ${options.replyTo} to reply to.`);
  }
  const thread = options.topic ?? threadOf(original);
  if (options.topic !== undefined && !record?.topics.some((one) => one.id === options.topic)) {
    throw new Misuse(`There is no topic ${options.topic} in ${record?.chat.title ?? 'a private chat'}.`);
  }
  const entities = withFoundEntities(text, options.entities);
  const date = dateOf(world, options);
  if (record === undefined) setBlocked(world, person, false);
  const message: Message = {
    ...numbered(world, chat, options.ephemeral === true),
    ...senderOf(chat, person, options),
    chat,
    date,
    ...threadFields(state, chat, thread, original),
    ...(options.forwarded ? { forward_origin: originOf(person, date) } : {}),
    ...(options.viaBot ? { via_bot: options.viaBot } : {}),
    text,
    ...(entities.length === 0 ? {} : { entities }),
  };
  store(state, message);
  return { message, update_id: publishMessage(world, message) };
}

function dateOf({ now }: World, { date = now() }: Pick<SayOptions, 'date'>): UnixSeconds {
  checkAge(date + DAY_SECONDS, now());
  return date;
}

function numbered(
  { state }: World,
  chat: Chat,
  ephemeral: boolean,
): Pick<Message, 'message_id' | 'ephemeral_message_id' | 'receiver_user'> {
  if (!ephemeral) return { message_id: nextMessageId(state, chat) };
  if (chat.type !== 'group' && chat.type !== 'supergroup') {
    throw new Misuse('Ephemeral messages exist in groups and supergroups only.');
  }
  return {
    message_id: 0,
    ephemeral_message_id: state.next.ephemeral_message++,
    receiver_user: state.bot,
  };
}

function senderOf(chat: Chat, person: User, options: SayOptions): Partial<Message> {
  if (options.automaticForward) {
    if (!options.asChannel) throw new Misuse('An automatic forward needs the channel it comes from.');
    return { from: TELEGRAM, sender_chat: options.asChannel, is_automatic_forward: true };
  }
  if (options.asChannel) return { from: CHANNEL_SENDER, sender_chat: options.asChannel };
  if (options.anonymous) return { from: ANONYMOUS_ADMIN, sender_chat: chat };
  return { from: person };
}

const originOf = (sender_user: User, date: UnixSeconds): MessageOrigin => ({
  type: 'user',
  sender_user,
  date,
});

/** A channel post has no `from`: anyone who may post may have written it. */
export function post(
  world: World,
  chat: Chat,
  text: string,
  options: Pick<SayOptions, 'replyTo' | 'date'> = {},
): Said {
  if (chat.type !== 'channel') throw new Misuse('Only channels have posts; say something instead.');
  const original =
    options.replyTo === undefined ? undefined : messageById(world.state, chat.id, options.replyTo);
  const entities = withFoundEntities(text);
  const message: Message = {
    message_id: nextMessageId(world.state, chat),
    sender_chat: chat,
    chat,
    date: dateOf(world, options),
    ...threadFields(world.state, chat, undefined, original),
    text,
    ...(entities.length === 0 ? {} : { entities }),
  };
  store(world.state, message);
  return { message, update_id: publishMessage(world, message) };
}

export function edit(world: World, chat: Chat, messageId: number, text: string, by?: User): Said {
  const old = messageById(world.state, chat.id, messageId);
  if (!old) throw new Misuse(`There is no message ${messageId} in this chat.`);
  if (by && old.from && old.from.id !== by.id) {
    throw new Misuse(`${by.first_name} did not write this message, so cannot edit it.`);
  }
  const { entities: _, ...rest } = old;
  const entities = withFoundEntities(text);
  const message: Message = {
    ...rest,
    text,
    ...(entities.length === 0 ? {} : { entities }),
    edit_date: world.now(),
  };
  replace(world.state, old, message);
  const kind = chat.type === 'channel' ? 'edited_channel_post' : 'edited_message';
  return { message, update_id: botSees(world, message) ? world.publish(kind, message) : undefined };
}
