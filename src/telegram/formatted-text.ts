import { type Html, html } from '../lib/html.ts';
import { type Fields, readFields, readInteger, readText } from '../lib/shapes.ts';

/** How Telegram's HTML writes its entities; others are shown as plain text. https://core.telegram.org/bots/api#html-style */
const TAGS: Readonly<Record<string, string>> = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  spoiler: 'tg-spoiler',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
};

/** The text from an offset on, without the space around it, formatted as it was typed. */
export function formattedFrom(text: string, entities: unknown, offset: number): Html {
  const start = offset + text.slice(offset).search(/\S|$/);
  const found = Array.isArray(entities) ? entities.map(readEntity).filter((one) => one !== undefined) : [];
  const inside = found.filter(({ from }) => from >= start).sort((a, b) => a.from - b.from || b.to - a.to);
  return { markup: render(text, inside, start, text.trimEnd().length) };
}

interface Entity {
  readonly from: number;
  readonly to: number;
  readonly tag: string;
  readonly url: string | undefined;
}

function readEntity(value: unknown): Entity | undefined {
  const fields: Fields | undefined = readFields(value);
  const from = readInteger(fields?.offset);
  const length = readInteger(fields?.length);
  const url = fields?.type === 'text_link' ? readText(fields.url) : undefined;
  const tag = url === undefined ? TAGS[readText(fields?.type) ?? ''] : 'a';
  return from === undefined || length === undefined || tag === undefined
    ? undefined
    : { from, to: from + length, tag, url };
}

/** Takes the entities that begin before `end` off the list. Telegram nests them and never lets two cross. */
function render(text: string, entities: Entity[], start: number, end: number): string {
  let markup = '';
  let at = start;
  for (let next = entities[0]; next && next.from < end; next = entities[0]) {
    entities.shift();
    const stop = Math.min(next.to, end);
    const link = next.url === undefined ? '' : html` href="${next.url}"`.markup;
    markup += html`${text.slice(at, next.from)}`.markup;
    markup += `<${next.tag}${link}>${render(text, entities, next.from, stop)}</${next.tag}>`;
    at = stop;
  }
  return markup + html`${text.slice(at, end)}`.markup;
}
