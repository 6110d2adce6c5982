// Pressing a button under a message of the bot.

import type { Chat, Message, User } from '@grammyjs/types';
import { ephemeralById, messageById } from './messages.ts';
import { Misuse } from './refusal.ts';
import type { World } from './state.ts';

/** A message by its id; ephemeral ones have an id of another kind. */
export type Place = number | { readonly ephemeral_message_id: number };

/** Presses the button that carries this data or is labelled so. */
export function press(world: World, chat: Chat, place: Place, person: User, button: string) {
  const { state } = world;
  const message =
    typeof place === 'number'
      ? messageById(state, chat.id, place)
      : ephemeralById(state, chat.id, place.ephemeral_message_id);
  if (!message) throw new Misuse('There is no such message.');
  if (message.ephemeral_message_id !== undefined && message.receiver_user?.id !== person.id) {
    throw new Misuse(`${person.first_name} does not see this message.`);
  }
  const data = dataOf(message, button);
  // Padded by zeros: by another digit, 6 and 46 would get the same id.
  const id = `4${String(state.next.callback_query++).padStart(17, '0')}`;
  state.pressed.push({
    id,
    date: world.now(),
    user_id: person.id,
    chat_id: chat.id,
    message_id: message.message_id,
    ...(message.ephemeral_message_id === undefined
      ? {}
      : { ephemeral_message_id: message.ephemeral_message_id }),
  });
  const update_id = world.publish('callback_query', {
    id,
    from: person,
    message,
    chat_instance: String(chat.id * 7),
    data,
  });
  return { id, message, update_id };
}

function dataOf(message: Message, button: string): string {
  const buttons = message.reply_markup?.inline_keyboard.flat() ?? [];
  const callbacks = buttons.flatMap((one) => ('callback_data' in one ? [one] : []));
  const found =
    callbacks.find((one) => one.callback_data === button) ?? callbacks.find((one) => one.text === button);
  if (found) return found.callback_data;
  const labels = buttons.map((one) => JSON.stringify(one.text)).join(', ');
  throw new Misuse(`There is no button ${JSON.stringify(button)} to press; there are: ${labels || 'none'}.`);
}
