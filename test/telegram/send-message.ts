// sendMessage: where a message of the bot may go, to what it replies, and who sees it.
// https://core.telegram.org/bots/api#sendmessage

import type { Chat, ChatMember, LinkPreviewOptions, Message } from '@grammyjs/types';
import { type Found, findChatFor, userById } from './chat-access.ts';
import { readEphemeral } from './ephemeral.ts';
import { readFormattedText } from './formatted-text.ts';
import { keepKeyboard } from './keyboards.ts';
import { botIn, isAdmin } from './members.ts';
import { markOwnPost, messageById, nextMessageId, store, threadFields, threadOf } from './messages.ts';
import { type CallParameters, isObject, MAX_INT32, readFlag, readId } from './parameters.ts';
import { checkMayWriteTo } from './private-chats.ts';
import { badRequest } from './refusal.ts';
import { readReplyMarkup } from './reply-markup.ts';
import type { State, World } from './state.ts';

export function sendMessage(world: World, parameters: CallParameters): Message {
  const { state, now } = world;
  const { text, entities } = readFormattedText(parameters, (id) => userById(state, id));
  const markup = readReplyMarkup(parameters);
  const found = findChatFor(state, parameters.text('chat_id'), 'write');
  const { chat } = found;
  const thread = readThread(state, chat, parameters);
  const reply = readReply(state, chat, parameters);
  const ephemeral = readEphemeral(world, found, parameters, reply.ephemeral_message_id);
  if (!ephemeral) checkMayWrite(world, found);

  const message: Message = {
    message_id: ephemeral ? 0 : nextMessageId(state, chat),
    ...(chat.type === 'channel' ? { sender_chat: chat } : { from: state.bot }),
    ...(ephemeral ?? {}),
    chat,
    date: now(),
    ...threadFields(state, chat, thread ?? threadOf(reply.message), ephemeral ? undefined : reply.message),
    text,
    ...(entities.length === 0 ? {} : { entities }),
    ...readPreview(parameters),
    ...(parameters.flag('protect_content') ? { has_protected_content: true } : {}),
    ...(markup ? { reply_markup: markup } : {}),
  };
  if (chat.type === 'channel') markOwnPost(state, message);
  keepKeyboard(state, chat, parameters);
  return store(state, message);
}

/** Only forums have threads to send to; elsewhere the parameter is ignored. General must not be named at all. */
function readThread(state: State, chat: Chat, parameters: CallParameters): number | undefined {
  const thread = parameters.integer('message_thread_id', 0, MAX_INT32);
  if (thread === 0 || chat.is_forum !== true) return undefined;
  const known = state.chats.find((one) => one.chat.id === chat.id)?.topics.some((one) => one.id === thread);
  if (!known) throw badRequest('message thread not found');
  return thread;
}

interface Reply {
  readonly message?: Message;
  readonly ephemeral_message_id?: number;
}

function readReply(state: State, chat: Chat, parameters: CallParameters): Reply {
  const given = parameters.json('reply_parameters');
  const fallback = parameters.integer('reply_to_message_id', 0, MAX_INT32);
  const wanted = isObject(given) ? given : fallback === 0 ? undefined : { message_id: fallback };
  // tdlib/telegram-bot-api, Client.cpp:9416
  if (!wanted || Object.keys(wanted).length === 0) return {};
  const ephemeral_message_id = readId(String(wanted.ephemeral_message_id ?? 0));
  if (ephemeral_message_id > 0) return { ephemeral_message_id };
  const id = readId(String(wanted.message_id ?? 0));
  const elsewhere = wanted.chat_id !== undefined && readId(String(wanted.chat_id)) !== chat.id;
  const message = elsewhere ? undefined : messageById(state, chat.id, id);
  if (message) return { message };
  const optional = readFlag(
    String(wanted.allow_sending_without_reply ?? parameters.text('allow_sending_without_reply')),
  );
  // Replies into another chat are not kept here: they are refused as if the message were gone.
  if (!optional || elsewhere) throw badRequest('message to be replied not found');
  return {};
}

function checkMayWrite(world: World, found: Found): void {
  if (found.kind === 'private') {
    checkMayWriteTo(world, found.person);
    return;
  }
  const { state } = world;
  const bot: ChatMember = botIn(found.record, state.bot);
  if (found.chat.type === 'channel') {
    const mayPost = bot.status === 'administrator' && bot.can_post_messages === true;
    if (!mayPost) throw badRequest('need administrator rights in the channel chat');
  }
  if (bot.status === 'restricted' && !bot.can_send_messages && !isAdmin(bot)) {
    throw badRequest('not enough rights to send text messages to the chat');
  }
}

export function readPreview(parameters: CallParameters): { link_preview_options?: LinkPreviewOptions } {
  const given = parameters.json('link_preview_options');
  const isDisabled = isObject(given)
    ? readFlag(String(given.is_disabled ?? ''))
    : parameters.flag('disable_web_page_preview');
  return isDisabled ? { link_preview_options: { is_disabled: true } } : {};
}
