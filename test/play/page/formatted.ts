// A message's text with its formatting. https://core.telegram.org/bots/api#messageentity

import type { Message, MessageEntity } from '@grammyjs/types';
import { html, type TemplateResult } from 'lit-html';
import { momentText } from '../readable-text.ts';

export interface TextActions {
  openAddress(url: string): void;
  fillIn(command: string): void;
}

type Piece = string | TemplateResult;

/** Entities are nested, never crossed; their places count UTF-16 units, as JavaScript does. */
export function formatted({ text = '', entities = [] }: Message, actions: TextActions): readonly Piece[] {
  const outermostFirst = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return format(text, 0, text.length, outermostFirst, actions);
}

function format(
  text: string,
  start: number,
  end: number,
  entities: readonly MessageEntity[],
  actions: TextActions,
): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = start;
  let left = entities;
  while (left.length > 0) {
    const [entity, ...others] = left;
    if (!entity) break;
    const stop = entity.offset + entity.length;
    pieces.push(text.slice(at, entity.offset));
    const inside = others.filter((one) => one.offset < stop);
    left = others.filter((one) => one.offset >= stop);
    const content = format(text, entity.offset, stop, inside, actions);
    pieces.push(wrap(entity, text.slice(entity.offset, stop), content, actions));
    at = stop;
  }
  pieces.push(text.slice(at, end));
  return pieces;
}

function wrap(entity: MessageEntity, words: string, content: readonly Piece[], actions: TextActions): Piece {
  switch (entity.type) {
    case 'bold':
      return html`<strong>${content}</strong>`;
    case 'italic':
      return html`<em>${content}</em>`;
    case 'underline':
      return html`<u>${content}</u>`;
    case 'strikethrough':
      return html`<s>${content}</s>`;
    case 'spoiler':
      return html`<span class="spoiler" tabindex="0">${content}</span>`;
    case 'code':
      return html`<code>${content}</code>`;
    case 'pre':
      return html`<pre>${content}</pre>`;
    case 'blockquote':
    case 'expandable_blockquote':
      return html`<blockquote>${content}</blockquote>`;
    case 'text_link':
      return address(entity.url, content, actions);
    case 'url':
      return address(/^\w+:/.test(words) ? words : `https://${words}`, content, actions);
    case 'mention':
      return address(`https://t.me/${words.slice(1)}`, content, actions);
    case 'bot_command':
      return html`<button class="command" @click=${() => actions.fillIn(words)}>${content}</button>`;
    case 'date_time': {
      const here = momentText(entity, Intl.DateTimeFormat().resolvedOptions().timeZone);
      const moment = new Date(entity.unix_time * 1000).toISOString();
      return html`<time datetime=${moment} title=${`${words}, as the bot wrote it`}>${here ?? content}</time>`;
    }
    default:
      return html`${content}`;
  }
}

function address(url: string, content: readonly Piece[], actions: TextActions): TemplateResult {
  const open = (event: Event): void => {
    event.preventDefault();
    actions.openAddress(url);
  };
  return html`<a href=${url} @click=${open}>${content}</a>`;
}
