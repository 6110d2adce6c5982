// Messages of the bot after they are sent: edited, and the buttons under them answered.

import { isDeepStrictEqual } from 'node:util';
import type { Message } from '@grammyjs/types';
import { findChatFor, userById } from './chat-access.ts';
import { readFormattedText } from './formatted-text.ts';
import { ephemeralById, isBots, messageById, replace } from './messages.ts';
import type { Methods } from './method.ts';
import { type CallParameters, readId } from './parameters.ts';
import { badRequest } from './refusal.ts';
import { readReplyMarkup } from './reply-markup.ts';
import { readPreview, sendMessage } from './send-message.ts';
import type { State, World } from './state.ts';

const MAX_NOTICE_CHARACTERS = 200;
// How long Telegram takes an answer is uncertain; beyond this the update itself would not have been delivered.
const ANSWER_SECONDS = 150;
const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

function findOwnMessage(state: State, parameters: CallParameters): Message {
  const id = readId(parameters.text('message_id'));
  const { chat } = findChatFor(state, parameters.text('chat_id'), 'edit');
  if (id <= 0) throw badRequest('message identifier is not specified');
  const message = messageById(state, chat.id, id);
  if (!message) throw badRequest('message to edit not found');
  if (!isBots(state, message)) throw badRequest("message can't be edited");
  return message;
}

function findEphemeral(state: State, parameters: CallParameters): Message {
  const { chat } = findChatFor(state, parameters.text('chat_id'), 'edit');
  const message = ephemeralById(state, chat.id, readId(parameters.text('ephemeral_message_id')));
  const receiver = readId(parameters.text('receiver_user_id'));
  const isOwn = message?.from?.id === state.bot.id && message.receiver_user?.id === receiver;
  // Uncertain words: no server source with ephemeral messages is public.
  if (!message || !isOwn) throw badRequest('message to edit not found');
  return message;
}

/** An edit that leaves out the keyboard removes it. */
function withMarkup(message: Message, parameters: CallParameters): Message {
  const { reply_markup: _, ...rest } = message;
  const markup = readReplyMarkup(parameters);
  return markup ? { ...rest, reply_markup: markup } : rest;
}

function withText({ state }: World, message: Message, parameters: CallParameters): Message {
  const { text, entities } = readFormattedText(parameters, (id) => userById(state, id));
  const { entities: _, link_preview_options: __, ...rest } = message;
  const fresh = { ...rest, text, ...(entities.length === 0 ? {} : { entities }), ...readPreview(parameters) };
  return withMarkup(fresh, parameters);
}

function change({ state, now }: World, old: Message, changed: Message): Message {
  if (isDeepStrictEqual(old, changed)) throw badRequest(NOT_MODIFIED);
  const edited = { ...changed, edit_date: now() };
  replace(state, old, edited);
  return edited;
}

export const messageMethods: Methods = {
  sendMessage,

  editMessageText(world, parameters) {
    const old = findOwnMessage(world.state, parameters);
    return change(world, old, withText(world, old, parameters));
  },

  editEphemeralMessageText(world, parameters) {
    const old = findEphemeral(world.state, parameters);
    change(world, old, withText(world, old, parameters));
    return true;
  },

  answerCallbackQuery({ state, now }, parameters) {
    const id = parameters.text('callback_query_id');
    const pressed = state.pressed.find((one) => one.id === id);
    const isLate = !pressed || pressed.answer !== undefined || now() - pressed.date > ANSWER_SECONDS;
    if (isLate) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    }
    if ([...parameters.text('text')].length > MAX_NOTICE_CHARACTERS) throw badRequest('message is too long');
    pressed.answer = { ...parameters.raw };
    return true;
  },
};
