// The buttons below the message field of a private chat: those by which the bot asks for a chat.
// https://core.telegram.org/bots/api#replykeyboardmarkup

import type { Chat } from '@grammyjs/types';
import { type CallParameters, isObject } from './parameters.ts';
import type { RequestButton, State } from './state.ts';

/** Keeps what a message brings along: a keyboard, or that the one before is to go. Buttons of other kinds are left out. */
export function keepKeyboard(state: State, chat: Chat, parameters: CallParameters): void {
  const markup = parameters.json('reply_markup');
  if (chat.type !== 'private' || !isObject(markup)) return;
  if (markup.remove_keyboard === true) delete state.keyboards[chat.id];
  if (!Array.isArray(markup.keyboard)) return;
  const buttons = markup.keyboard.flat().flatMap(readRequestButton);
  state.keyboards[chat.id] = { buttons, isOneTime: markup.one_time_keyboard === true };
}

function readRequestButton(button: unknown): RequestButton[] {
  if (!isObject(button) || typeof button.text !== 'string' || !isObject(button.request_chat)) return [];
  const { request_id, chat_is_channel } = button.request_chat;
  return [{ text: button.text, request_id: Number(request_id), chat_is_channel: chat_is_channel === true }];
}

export function useKeyboard(state: State, chat: Chat): void {
  if (state.keyboards[chat.id]?.isOneTime) delete state.keyboards[chat.id];
}
