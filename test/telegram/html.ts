// parse_mode HTML as the official server reads it: byte offsets in its errors, UTF-16 offsets in its entities.
// It is no HTML parser: it knows a dozen tags and five character references and refuses everything else.
// https://core.telegram.org/bots/api#html-style

import type { MessageEntity, User } from '@grammyjs/types';
import { cantParse, createTagReader, isSpace, type StartTag } from './html-tag.ts';

export interface FormattedText {
  readonly text: string;
  readonly entities: MessageEntity[];
}

interface OpenTag extends StartTag {
  readonly offset: number;
}

// The language of a <code> is told only where a <pre> closes around it.
type Parsed = MessageEntity & { spoken?: string };

const SIMPLE = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
} as const;

const isSimple = (name: string): name is keyof typeof SIMPLE => Object.hasOwn(SIMPLE, name);

/** `userById` turns `tg://user?id=…` links into mentions of people whom the bot knows. */
export function parseHtml(source: string, userById: (id: number) => User | undefined): FormattedText {
  const reader = createTagReader(source);
  const open: OpenTag[] = [];
  const entities: Parsed[] = [];
  let text = '';

  while (!reader.atEnd()) {
    const reference = reader.characterReference();
    if (reference !== undefined) {
      text += reference;
      continue;
    }
    if (reader.peek() !== '<') {
      text += reader.next();
      continue;
    }
    const at = reader.byteOffset();
    reader.next();
    if (reader.peek() !== '/') {
      open.push({ ...reader.startTag(at), offset: text.length });
      continue;
    }
    const last = open.at(-1);
    if (!last) throw cantParse(`Unexpected end tag at byte offset ${at}`);
    const name = reader.endTag(at);
    if (name !== '' && name !== last.name) {
      throw cantParse(
        `Unmatched end tag at byte offset ${at}, expected "</${last.name}>", found "</${name}>"`,
      );
    }
    open.pop();
    if (text.length > last.offset) close(last, text, entities, userById);
  }

  const unclosed = open.at(-1);
  if (unclosed) throw cantParse(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities: entities.map(({ spoken: _, ...entity }) => entity) };
}

function close(
  tag: OpenTag,
  text: string,
  entities: Parsed[],
  userById: (id: number) => User | undefined,
): void {
  const place = { offset: tag.offset, length: text.length - tag.offset };
  const { name, argument, format } = tag;
  if (isSimple(name)) entities.push({ type: SIMPLE[name], ...place });
  else if (name === 'blockquote') {
    entities.push({ type: argument === '' ? 'blockquote' : 'expandable_blockquote', ...place });
  } else if (name === 'a') {
    // A link without an address points to what it encloses.
    const link = linkEntity(argument || text.slice(tag.offset), place, userById);
    if (link) entities.push(link);
  } else if (name === 'pre' || name === 'code') closeCode(name, argument, place, entities);
  else if (name === 'tg-emoji') {
    if (!/^\d+$/.test(argument)) throw cantParse('Invalid custom emoji identifier specified');
    entities.push({ type: 'custom_emoji', custom_emoji_id: argument, ...place });
  } else if (name === 'tg-time') {
    // The words of these two refusals are uncertain: no stored source shows them.
    if (!/^\d+$/.test(argument)) throw cantParse('Invalid date-time specified');
    if (!isTimeFormat(format)) throw cantParse('Invalid date-time format specified');
    entities.push({ type: 'date_time', unix_time: Number(argument), date_time_format: format, ...place });
  }
}

type TimeFormat = MessageEntity.DateTimeMessageEntity['date_time_format'];

const isTimeFormat = (format: string): format is TimeFormat => /^(r|w?[dD]?[tT]?)$/.test(format);

/** `<pre><code class="language-x">` around the same text is one block of code in a language. */
function closeCode(
  name: 'pre' | 'code',
  language: string,
  place: { offset: number; length: number },
  entities: Parsed[],
): void {
  const last = entities.at(-1);
  const inner = last?.offset === place.offset && last.length === place.length ? last : undefined;
  const spoken =
    name === 'pre' ? inner?.spoken : inner?.type === 'pre' && language !== '' ? language : undefined;
  if (spoken !== undefined) {
    entities.pop();
    entities.push({ type: 'pre', language: spoken, ...place });
  } else if (name === 'pre') {
    entities.push({ type: 'pre', ...place });
  } else {
    entities.push({ type: 'code', ...place, ...(language === '' ? {} : { spoken: language }) });
  }
}

export function linkEntity(
  address: string,
  place: { offset: number; length: number },
  userById: (id: number) => User | undefined,
): MessageEntity | undefined {
  const mentioned = /^tg:\/\/user\?id=(\d+)$/i.exec(address)?.[1];
  if (mentioned !== undefined) {
    const user = userById(Number(mentioned));
    return user && { type: 'text_mention', user, ...place };
  }
  const url = checkedUrl(address);
  return url === undefined ? undefined : { type: 'text_link', url, ...place };
}

/** An address as Telegram keeps it, or `undefined` for one that it drops without a word. */
export function checkedUrl(address: string): string | undefined {
  const trimmed = address.trim();
  if (trimmed === '' || [...trimmed].some(isSpace)) return undefined;
  const scheme = /^([a-z][a-z0-9+.-]*):(?!\d)/i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === 'tg' || scheme === 'ton') return trimmed;
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return undefined;
  try {
    const url = new URL(scheme === undefined ? `http://${trimmed}` : trimmed);
    return url.hostname.includes('.') || url.hostname === 'localhost' ? url.href : undefined;
  } catch {
    return undefined;
  }
}
