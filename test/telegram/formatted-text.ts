// The text of a message that a bot sends: parsed, cleaned, checked, its entities found.

import type { MessageEntity, User } from '@grammyjs/types';
import { withFoundEntities } from './entities.ts';
import { type FormattedText, linkEntity, parseHtml } from './html.ts';
import { type CallParameters, isObject } from './parameters.ts';
import { badRequest } from './refusal.ts';

const MAX_TEXT_CODE_POINTS = 4096;

export function readFormattedText(
  parameters: CallParameters,
  userById: (id: number) => User | undefined,
): FormattedText {
  const source = parameters.text('text');
  if (source === '') throw badRequest('message text is empty');
  const mode = parameters.text('parse_mode').toLowerCase();
  const parsed = parse(source, mode, parameters, userById);
  const { text, entities } = trim(clean(parsed.text), parsed.entities);
  if (text === '') throw badRequest('text must be non-empty');
  if ([...text].length > MAX_TEXT_CODE_POINTS) throw badRequest('message is too long');
  return { text, entities: withFoundEntities(text, entities) };
}

function parse(
  source: string,
  mode: string,
  parameters: CallParameters,
  userById: (id: number) => User | undefined,
): FormattedText {
  if (mode === 'html') return parseHtml(source, userById);
  if (mode === 'markdown' || mode === 'markdownv2') {
    // Not the official server's answer: this Telegram has no Markdown parser, and says so.
    throw badRequest('this local Telegram reads parse_mode HTML only');
  }
  if (mode !== '') throw badRequest('unsupported parse_mode');
  return { text: source, entities: readEntities(parameters.json('entities'), userById) };
}

/** Entities given as JSON. Like the official server, it drops what it does not know. */
function readEntities(value: unknown, userById: (id: number) => User | undefined): MessageEntity[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).flatMap((one): MessageEntity[] => {
    const place = { offset: Number(one.offset), length: Number(one.length) };
    if (!Number.isInteger(place.offset) || !(place.length > 0)) return [];
    if (one.type === 'text_link' && typeof one.url === 'string') {
      const link = linkEntity(one.url, place, userById);
      return link ? [link] : [];
    }
    if (one.type === 'pre' && typeof one.language === 'string') {
      return [{ type: 'pre', language: one.language, ...place }];
    }
    const plain = PLAIN.find((type) => type === one.type);
    return plain ? [{ type: plain, ...place }] : [];
  });
}

const PLAIN = [
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
  'pre',
] as const;

// Carriage returns vanish, other control characters become spaces; lengths change only by the former.
const clean = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  text.replace(/[\u0000-\u0008\u000b-\u000c\u000e-\u001f]/g, ' ');

function trim(text: string, entities: readonly MessageEntity[]): FormattedText {
  const before = text.length - text.trimStart().length;
  const trimmed = text.trim();
  return {
    text: trimmed,
    entities: entities.flatMap((one) => {
      const start = Math.max(0, one.offset - before);
      const end = Math.min(trimmed.length, one.offset + one.length - before);
      return end > start ? [{ ...one, offset: start, length: end - start }] : [];
    }),
  };
}
