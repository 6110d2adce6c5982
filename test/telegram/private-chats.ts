// The private chat of a person with the bot: whether the bot may write there, and people who block it.

import type { User } from '@grammyjs/types';
import { botIn, kicked, mayInvite, member } from './members.ts';
import { messagesOf } from './messages.ts';
import { privateChat } from './people-and-chats.ts';
import { forbidden } from './refusal.ts';
import type { State, World } from './state.ts';

/** https://core.telegram.org/bots/api#chatjoinrequest */
const REQUESTER_SECONDS = 300;

/** Refuses a message to a person who blocked the bot, or who neither started it nor just asked to join. */
export function checkMayWriteTo(world: World, person: User): void {
  // tdlib/telegram-bot-api, Client.cpp:125
  if (world.state.blocked.includes(person.id)) throw forbidden('bot was blocked by the user');
  if (hasStarted(world.state, person) || asksToJoin(world, person)) return;
  throw forbidden("bot can't initiate conversation with a user");
}

const hasStarted = (state: State, { id }: User): boolean =>
  messagesOf(state, id).some((message) => message.from?.id === id);

const asksToJoin = ({ state, now }: World, { id }: User): boolean =>
  state.chats.some(
    (record) =>
      mayInvite(botIn(record, state.bot)) &&
      record.requests.some((one) => one.user_id === id && now() - one.date <= REQUESTER_SECONDS),
  );

/** Blocks the bot, or unblocks it. `undefined`: nothing changed, or the bot does not listen. */
export function setBlocked(
  { state, now, publish }: World,
  person: User,
  isBlocked: boolean,
): number | undefined {
  if (state.blocked.includes(person.id) === isBlocked) return undefined;
  state.blocked = isBlocked ? [...state.blocked, person.id] : state.blocked.filter((id) => id !== person.id);
  const [before, after] = isBlocked
    ? [member(state.bot), kicked(state.bot)]
    : [kicked(state.bot), member(state.bot)];
  return publish('my_chat_member', {
    chat: privateChat(person),
    from: person,
    date: now(),
    old_chat_member: before,
    new_chat_member: after,
  });
}
