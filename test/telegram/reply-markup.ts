// The keyboard under a message, checked as the official server checks it.
// https://core.telegram.org/bots/api#inlinekeyboardmarkup

import type { InlineKeyboardButton, InlineKeyboardMarkup } from '@grammyjs/types';
import { checkedUrl } from './html.ts';
import { type CallParameters, isObject } from './parameters.ts';
import { badRequest } from './refusal.ts';

const MAX_DATA_BYTES = 64;
const MAX_COPY_CHARACTERS = 256;
const ACTIONS = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'disabled',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
] as const;

/** `undefined`: no keyboard. Keyboards of other kinds than inline are taken and not shown. */
export function readReplyMarkup(parameters: CallParameters): InlineKeyboardMarkup | undefined {
  if (parameters.text('reply_markup') === '') return undefined;
  const markup = parameters.json('reply_markup');
  if (!isObject(markup)) throw badRequest('object expected as reply markup');
  if (markup.inline_keyboard === undefined) return undefined;
  const rows = markup.inline_keyboard;
  if (!Array.isArray(rows)) throw badRequest('field "inline_keyboard" must be of type Array');
  const inline_keyboard = rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest("can't parse inline keyboard: keyboard row must be an array");
    return row.map(readButton);
  });
  const filled = inline_keyboard.filter((row) => row.length > 0);
  return filled.length === 0 ? undefined : { inline_keyboard: filled };
}

const cantParse = (why: string): Error => badRequest(`can't parse inline keyboard button: ${why}`);

function readButton(button: unknown): InlineKeyboardButton {
  if (!isObject(button)) throw cantParse('InlineKeyboardButton must be an Object');
  if (typeof button.text !== 'string') throw cantParse('Field "text" must be of type String');
  // tdlib/td, ReplyMarkup.cpp:570
  if (button.text === '') throw badRequest('inline keyboard button text must be non-empty');
  const given = ACTIONS.filter((action) => button[action] !== undefined);
  const [action] = given;
  if (action === undefined) throw cantParse('Text buttons are unallowed in the inline keyboard');
  // Stricter than the official server, which takes the first it knows: the documentation says exactly one.
  if (given.length > 1)
    throw cantParse(`a button does exactly one thing, this one has ${given.join(' and ')}`);
  checkAction(action, button);
  const style = button.style;
  if (style !== undefined && style !== 'danger' && style !== 'success' && style !== 'primary') {
    throw cantParse('invalid button style specified');
  }
  // Proven above: a text, one action, a known style.
  return button as unknown as InlineKeyboardButton;
}

function checkAction(action: (typeof ACTIONS)[number], button: Record<string, unknown>): void {
  const value = button[action];
  if (action === 'callback_data') {
    if (typeof value !== 'string') throw cantParse('Field "callback_data" must be of type String');
    const bytes = Buffer.byteLength(value);
    if (bytes < 1 || bytes > MAX_DATA_BYTES) throw badRequest('BUTTON_DATA_INVALID');
  }
  if (action === 'url') {
    if (typeof value !== 'string') throw cantParse('Field "url" must be of type String');
    if (checkedUrl(value) === undefined) {
      throw badRequest(`inline keyboard button URL '${value}' is invalid: Wrong HTTP URL`);
    }
  }
  if (action === 'copy_text') {
    const text = isObject(value) ? value.text : undefined;
    if (typeof text !== 'string') throw cantParse('Field "copy_text" must be an Object with a text');
    const characters = [...text].length;
    // The word for this refusal is uncertain.
    if (characters < 1 || characters > MAX_COPY_CHARACTERS) throw badRequest('BUTTON_COPY_TEXT_INVALID');
  }
}
