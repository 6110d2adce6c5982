// parse_mode HTML as the official server reads it: byte offsets in its errors, UTF-16 offsets in its entities. It knows a dozen
// tags and a few character references. Stricter than there: the value of an attribute is in double quotes.
// https://core.telegram.org/bots/api#html-style

import type { MessageEntity, User } from '@grammyjs/types';
import { badRequest } from './refusal.ts';

export interface FormattedText {
  readonly text: string;
  readonly entities: MessageEntity[];
}

interface Place {
  readonly offset: number;
  readonly length: number;
}

interface OpenTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly offset: number;
}

const SIMPLE: Readonly<Record<string, 'bold' | 'italic' | 'underline' | 'strikethrough' | 'spoiler'>> = {
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
};
const TAGS = [...Object.keys(SIMPLE), 'a', 'tg-time', 'pre', 'code', 'blockquote'];
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const REFERENCE = /&(?:#x([\da-f]{1,5})|#(\d{1,6})|(lt|gt|amp|quot));?/gi;
const PIECE = /<(?<slash>\/?)(?<name>[^\s<>]*)(?<rest>[^<>]*)>|<|[^<]+/g;
const ATTRIBUTES = /^(?:\s+[a-z-]+(?:="[^"]*")?)*\s*$/i;
const ATTRIBUTE = /([a-z-]+)(?:="([^"]*)")?/gi;

const cantParse = (why: string): Error => badRequest(`can't parse entities: ${why}`);

const decoded = (text: string): string =>
  text.replace(REFERENCE, (_, hex, decimal, name) =>
    name ? (NAMED[name] ?? '') : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
  );

/** `userById` turns `tg://user?id=…` links into mentions of people whom the bot knows. */
export function parseHtml(source: string, userById: (id: number) => User | undefined): FormattedText {
  const open: OpenTag[] = [];
  const entities: MessageEntity[] = [];
  let text = '';
  for (const { 0: piece, index, groups = {} } of source.matchAll(PIECE)) {
    const { slash, name, rest = '' } = groups;
    const at = `at byte offset ${Buffer.byteLength(source.slice(0, index))}`;
    if (!piece.startsWith('<')) text += decoded(piece);
    else if (name === undefined)
      throw cantParse(`Unclosed ${source[index + 1] === '/' ? 'end' : 'start'} tag ${at}`);
    else if (slash === '') open.push({ ...readStart(name.toLowerCase(), rest, at), offset: text.length });
    else {
      const last = open.pop();
      if (!last) throw cantParse(`Unexpected end tag ${at}`);
      if (name !== '' && name !== last.name)
        throw cantParse(`Unmatched end tag ${at}, expected "</${last.name}>", found "</${name}>"`);
      const place = { offset: last.offset, length: text.length - last.offset };
      const entity = place.length > 0 && toEntity(last, place, text.slice(last.offset), userById);
      if (entity) entities.push(entity);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) throw cantParse(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities };
}

function readStart(name: string, rest: string, at: string): Omit<OpenTag, 'offset'> {
  if (!TAGS.includes(name)) throw cantParse(`Unsupported start tag "${name}" ${at}`);
  if (!ATTRIBUTES.test(rest)) throw cantParse(`Empty attribute name in the tag "${name}" ${at}`);
  const attributes = new Map(
    [...rest.matchAll(ATTRIBUTE)].map(([, attribute = '', value = '']) => [attribute, decoded(value)]),
  );
  if (name === 'span' && attributes.get('class') !== 'tg-spoiler')
    throw cantParse(`Tag "span" must have class "tg-spoiler" ${at}`);
  return { name, attributes };
}

type TimeFormat = MessageEntity.DateTimeMessageEntity['date_time_format'];

const isTimeFormat = (format: string): format is TimeFormat => /^(r|w?[dD]?[tT]?)$/.test(format);

function toEntity(
  { name, attributes }: OpenTag,
  place: Place,
  words: string,
  userById: (id: number) => User | undefined,
): MessageEntity | undefined {
  const simple = SIMPLE[name];
  if (simple) return { type: simple, ...place };
  if (name === 'blockquote')
    return { type: attributes.has('expandable') ? 'expandable_blockquote' : 'blockquote', ...place };
  // A link without an address points to what it encloses.
  if (name === 'a') return linkEntity(attributes.get('href') || words, place, userById);
  if (name === 'tg-time') {
    const [unix = '', format = ''] = [attributes.get('unix'), attributes.get('format')];
    // The words of these two refusals are uncertain: no stored source shows them.
    if (!/^\d+$/.test(unix)) throw cantParse('Invalid date-time specified');
    if (!isTimeFormat(format)) throw cantParse('Invalid date-time format specified');
    return { type: 'date_time', unix_time: Number(unix), date_time_format: format, ...place };
  }
  return { type: name === 'pre' ? 'pre' : 'code', ...place };
}

export function linkEntity(
  address: string,
  place: Place,
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
  if (trimmed === '' || /[\s\0]/.test(trimmed)) return undefined;
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
