// Commands, mentions and addresses that Telegram finds in plain text, for what people write and what bots send alike.

import type { MessageEntity } from '@grammyjs/types';

// A command may be up to 64 characters long and stand anywhere; word characters of any script glue to it.
const COMMAND = /(?<![\p{L}\p{N}_/<>])\/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\p{L}\p{N}_/<>])/gu;
const MENTION = /(?<![\p{L}\p{N}_])@[a-zA-Z0-9_]{4,32}(?![\p{L}\p{N}_])/gu;
// A small part of the official rules: addresses with a scheme, and bare ones under some well-known domains.
const ADDRESS =
  /(?<![\p{L}\p{N}_@.])(?:(?:https?|tg|ton):\/\/[^\s<>"]+|(?:[a-z0-9-]+\.)+(?:com|org|net|me|io|dev|app|news)(?::\d+)?(?:[/?#][^\s<>"]*)?)(?![\p{L}\p{N}_])/giu;

const OPAQUE: readonly MessageEntity['type'][] = ['code', 'pre', 'text_link', 'text_mention'];

const overlaps = (a: MessageEntity, b: MessageEntity): boolean =>
  a.offset < b.offset + b.length && b.offset < a.offset + a.length;

type Found = 'bot_command' | 'mention' | 'url';

function findAll(text: string, type: Found, pattern: RegExp): MessageEntity[] {
  return [...text.matchAll(pattern)].map(({ index, 0: match }) => {
    // Punctuation after an address belongs to the sentence.
    const length = type === 'url' ? match.replace(/[.,:;!?'")\]]+$/, '').length : match.length;
    return { type, offset: index, length };
  });
}

/** The entities of a text: those given, and those found beside them. */
export function withFoundEntities(text: string, given: readonly MessageEntity[] = []): MessageEntity[] {
  const opaque = given.filter((one) => OPAQUE.includes(one.type));
  const found: MessageEntity[] = [];
  for (const [type, pattern] of [
    ['url', ADDRESS],
    ['mention', MENTION],
    ['bot_command', COMMAND],
  ] as const) {
    for (const one of findAll(text, type, pattern)) {
      if (![...opaque, ...found].some((other) => overlaps(one, other))) found.push(one);
    }
  }
  return [...given, ...found].sort((a, b) => a.offset - b.offset || b.length - a.length);
}

/** The name and the addressee of a command that stands at the beginning. */
export function leadingCommand(text: string): { name: string; username?: string } | undefined {
  const [first] = withFoundEntities(text).filter((one) => one.type === 'bot_command' && one.offset === 0);
  if (!first) return undefined;
  const [name = '', username] = text.slice(1, first.length).split('@');
  return username === undefined ? { name } : { name, username };
}
