// Telegram's own chooser of chats, which a button below the message field opens.
// https://core.telegram.org/bots/api#keyboardbuttonrequestchat

import type { Message, User } from '@grammyjs/types';
import { useKeyboard } from './keyboards.ts';
import { mayInvite, memberOf } from './members.ts';
import { serviceMessage } from './messages.ts';
import { privateChat } from './people-and-chats.ts';
import { Misuse } from './refusal.ts';
import type { ChatRecord, World } from './state.ts';
import { publishMessage } from './visibility.ts';

/** The ids of the bot's two requests, for a group and for a channel. */
const GROUP_REQUEST = 1;
const CHANNEL_REQUEST = 2;

/**
 * Shares a chat with the bot. The chooser offers those in which both may invite users, as the bot's buttons ask; that
 * Telegram would also let the person give the bot its rights there and then is left out.
 */
export function chooseChat(
  world: World,
  record: ChatRecord,
  person: User,
): { readonly message: Message; readonly update_id: number | undefined } {
  const { state } = world;
  const { chat } = record;
  for (const user of [person, state.bot]) {
    if (!mayInvite(memberOf(record, user))) {
      throw new Misuse(
        `The chooser does not offer ${chat.title}: ${user.first_name} may not invite users there.`,
      );
    }
  }
  const request_id = chat.type === 'channel' ? CHANNEL_REQUEST : GROUP_REQUEST;
  const shared = { chat_shared: { request_id, chat_id: chat.id } };
  useKeyboard(state, privateChat(person));
  const message = serviceMessage(state, privateChat(person), person, world.now(), shared);
  return { message, update_id: publishMessage(world, message) };
}
