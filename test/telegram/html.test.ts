import { describe, expect, it } from 'vitest';
import { withFoundEntities } from './entities.ts';
import { parseHtml } from './html.ts';

const parse = (html: string) => parseHtml(html, () => undefined);
const errorOf = (html: string): string => {
  try {
    parse(html);
  } catch (error) {
    return String(error).replace(/^.*can't parse entities: /, '');
  }
  return 'none';
};

describe('parse_mode HTML', () => {
  it.each([
    [
      '<b>a</b><i>b</i>',
      'ab',
      [
        { type: 'bold', offset: 0, length: 1 },
        { type: 'italic', offset: 1, length: 1 },
      ],
    ],
    ['😀<u>x</u>', '😀x', [{ type: 'underline', offset: 2, length: 1 }]],
    ['&lt;&gt;&amp;&quot;&#33;&#x21;', '<>&"!!', []],
    ['&nbsp; &copy', '&nbsp; &copy', []],
    [
      '<a href="https://t.me/+x">l</a>',
      'l',
      [{ type: 'text_link', offset: 0, length: 1, url: 'https://t.me/+x' }],
    ],
    ['<a href="javascript:x">l</a>', 'l', []],
    ['<code>x</code>', 'x', [{ type: 'code', offset: 0, length: 1 }]],
    ['<blockquote expandable>q</blockquote>', 'q', [{ type: 'expandable_blockquote', offset: 0, length: 1 }]],
    ['<span class="tg-spoiler">s</span>', 's', [{ type: 'spoiler', offset: 0, length: 1 }]],
    [
      '<tg-time unix="1800000000" format="wDT">then</tg-time>',
      'then',
      [{ type: 'date_time', offset: 0, length: 4, unix_time: 1_800_000_000, date_time_format: 'wDT' }],
    ],
    ['<b></b>', '', []],
    ['<b>x</>', 'x', [{ type: 'bold', offset: 0, length: 1 }]],
  ])('reads %s', (html, text, entities) => {
    expect(parse(html)).toEqual({ text, entities });
  });

  it.each([
    ['é<p>', 'Unsupported start tag "p" at byte offset 2'],
    ['<Max & Co>', 'Unsupported start tag "max" at byte offset 0'],
    ['1 <2', 'Unclosed start tag at byte offset 2'],
    ['1 < 2 >', 'Unsupported start tag "" at byte offset 2'],
    ['<b>x</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b>x', `Can't find end tag corresponding to start tag "b"`],
    ['<b>x</b', 'Unclosed end tag at byte offset 4'],
    ['<i =x>', 'Empty attribute name in the tag "i" at byte offset 0'],
    ['<a href="x', 'Unclosed start tag at byte offset 0'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ])('refuses %s', (html, error) => {
    expect(errorOf(html)).toBe(error);
  });
});

describe('plain text', () => {
  it('has commands, mentions and addresses found in it, in UTF-16 code units', () => {
    expect(withFoundEntities('😀 /create@a_bot by @olivia: https://t.me/+abc.')).toEqual([
      { type: 'bot_command', offset: 3, length: 13 },
      { type: 'mention', offset: 20, length: 7 },
      { type: 'url', offset: 29, length: 17 },
    ]);
  });

  it('has no command where a word or an address goes on', () => {
    expect(withFoundEntities('and/or a//b /créer /x/y')).toEqual([]);
  });

  it('is left alone inside code', () => {
    const code = { type: 'code', offset: 0, length: 7 } as const;
    expect(withFoundEntities('/create', [code])).toEqual([code]);
  });
});
