// Reads the pieces of parse_mode HTML: character references, start tags with attributes, end tags.

import { badRequest } from './refusal.ts';

const TAGS = new Set(
  'a b strong i em s strike del u ins tg-spoiler tg-emoji tg-time span pre code blockquote'.split(' '),
);
const NAMED = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
]);
const MAX_CODE_POINT = 0x10ffff;

// The end of the text counts as a space, which is what makes every loop below end.
export const isSpace = (char: string): boolean => char === '' || ' \t\r\n\0\v'.includes(char);

export const cantParse = (why: string): Error => badRequest(`can't parse entities: ${why}`);

export interface StartTag {
  readonly name: string;
  /** The one attribute that matters for the tag; empty when it is missing. */
  readonly argument: string;
  /** The `format` of a `tg-time`. */
  readonly format: string;
}

export interface TagReader {
  atEnd(): boolean;
  peek(): string;
  next(): string;
  byteOffset(): number;
  characterReference(): string | undefined;
  startTag(at: number): StartTag;
  endTag(at: number): string;
}

export function createTagReader(source: string): TagReader {
  let i = 0;
  const peek = (): string => source.charAt(i);
  const atEnd = (): boolean => i >= source.length;
  const byteOffset = (end = i): number => new TextEncoder().encode(source.slice(0, end)).length;

  function takeWhile(test: (char: string) => boolean): string {
    const from = i;
    while (!atEnd() && test(peek())) i++;
    return source.slice(from, i);
  }

  const skipSpaces = (): string => takeWhile(isSpace);

  function characterReference(): string | undefined {
    if (peek() !== '&') return undefined;
    const found = /^&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));?/i.exec(source.slice(i, i + 12));
    if (!found) return undefined;
    const [whole, hex, decimal, name] = found;
    const code = hex === undefined ? Number(decimal ?? 0) : Number.parseInt(hex, 16);
    const char = name === undefined ? readCodePoint(code) : NAMED.get(name);
    if (char === undefined) return undefined;
    i += whole.length;
    return char;
  }

  function attributeValue(at: number): string {
    const quote = peek();
    if (quote !== '"' && quote !== "'") {
      const from = i;
      const token = takeWhile((char) => /[A-Za-z0-9.-]/.test(char)).toLowerCase();
      if (!isSpace(peek()) && peek() !== '>') {
        throw cantParse(`Unexpected end of name token at byte offset ${byteOffset(from)}`);
      }
      return token;
    }
    i++;
    let value = '';
    while (!atEnd() && peek() !== quote) value += characterReference() ?? source.charAt(i++);
    if (atEnd()) throw cantParse(`Unclosed start tag at byte offset ${at}`);
    i++;
    return value;
  }

  function startTag(at: number): StartTag {
    const name = takeWhile((char) => !isSpace(char) && char !== '>').toLowerCase();
    if (atEnd()) throw cantParse(`Unclosed start tag at byte offset ${at}`);
    if (!TAGS.has(name)) throw cantParse(`Unsupported start tag "${name}" at byte offset ${at}`);

    let argument = '';
    let format = '';
    for (skipSpaces(); peek() !== '>'; skipSpaces()) {
      const attribute = takeWhile((char) => !isSpace(char) && !'=>/"\''.includes(char));
      if (attribute === '' && !atEnd()) {
        throw cantParse(`Empty attribute name in the tag "${name}" at byte offset ${at}`);
      }
      skipSpaces();
      if (atEnd()) throw cantParse(`Unclosed start tag "${name}" at byte offset ${at}`);
      if (peek() !== '=') {
        argument = argumentOf(name, attribute, '') ?? argument;
        continue;
      }
      i++;
      skipSpaces();
      if (atEnd()) throw cantParse(`Unclosed start tag "${name}" at byte offset ${at}`);
      const value = attributeValue(at);
      if (atEnd()) throw cantParse(`Unclosed start tag at byte offset ${at}`);
      argument = argumentOf(name, attribute, value) ?? argument;
      if (name === 'tg-time' && attribute === 'format') format = value;
    }
    i++;
    if (name === 'span' && argument !== 'tg-spoiler') {
      throw cantParse(`Tag "span" must have class "tg-spoiler" at byte offset ${at}`);
    }
    return { name, argument, format };
  }

  function endTag(at: number): string {
    i++;
    const name = takeWhile((char) => !isSpace(char) && char !== '>');
    skipSpaces();
    if (peek() !== '>') throw cantParse(`Unclosed end tag at byte offset ${at}`);
    i++;
    return name;
  }

  const next = (): string => source.charAt(i++);
  return { atEnd, peek, next, byteOffset: () => byteOffset(), characterReference, startTag, endTag };
}

const readCodePoint = (code: number): string | undefined =>
  code > 0 && code <= MAX_CODE_POINT ? String.fromCodePoint(code) : undefined;

/** Which attribute of which tag matters; all others are read over. */
function argumentOf(tag: string, attribute: string, value: string): string | undefined {
  switch (`${tag} ${attribute}`) {
    case 'a href':
    case 'span class':
    case 'tg-emoji emoji-id':
    case 'tg-time unix':
      return value;
    case 'code class':
      return value.startsWith('language-') ? value.slice('language-'.length) : undefined;
    case 'blockquote expandable':
      return 'expandable';
    default:
      return undefined;
  }
}
