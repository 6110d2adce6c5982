// Which messages the bot gets to see.

import type { Message } from '@grammyjs/types';
import { leadingCommand } from './entities.ts';
import { botIn, isAdmin, isIn } from './members.ts';
import { recordById } from './people-and-chats.ts';
import type { World } from './state.ts';

export function publishMessage(world: World, message: Message): number | undefined {
  if (!botSees(world, message)) return undefined;
  return world.publish(message.chat.type === 'channel' ? 'channel_post' : 'message', message);
}

/** Privacy mode: admin bots see everything; others see commands, replies to them and what happens in the chat. */
export function botSees({ state }: World, message: Message): boolean {
  const record = recordById(state, message.chat.id);
  if (!record) return true;
  // That it was put out itself, it still hears. tdlib/telegram-bot-api, Client.cpp:17460
  if (message.left_chat_member?.id === state.bot.id) return true;
  const bot = botIn(record, state.bot);
  if (!isIn(bot)) return false;
  if (isAdmin(bot) || message.text === undefined || message.ephemeral_message_id !== undefined) return true;
  if (message.reply_to_message?.from?.id === state.bot.id) return true;
  const command = leadingCommand(message.text);
  if (!command) return false;
  return (
    command.username === undefined || command.username.toLowerCase() === state.bot.username.toLowerCase()
  );
}
