import { expect, it } from 'vitest';
import { readAddress } from './addresses.ts';

it.each([
  ['https://t.me/+abc-_9', { kind: 'invite_link', link: 'https://t.me/+abc-_9' }],
  ['https://telegram.me/joinchat/abc', { kind: 'invite_link', link: 'https://t.me/+abc' }],
  ['tg://join?invite=abc', { kind: 'invite_link', link: 'https://t.me/+abc' }],
  ['tg://resolve?domain=daily_news', { kind: 'chat', username: 'daily_news' }],
  ['tg://resolve?domain=Some_Bot&start=hello', { kind: 'bot', payload: 'hello' }],
  ['https://t.me/some_bot', { kind: 'bot', payload: undefined }],
  ['https://t.me/some_bot?startchannel', { kind: 'add_bot', isChannel: true, payload: undefined }],
  ['https://t.me/some_bot?startgroup=hello', { kind: 'add_bot', isChannel: false, payload: 'hello' }],
  ['https://t.me/share/url?url=https://t.me/%2Babc', { kind: 'share', text: 'https://t.me/+abc' }],
  ['https://t.me/', { kind: 'nowhere' }],
  ['tg://join', { kind: 'nowhere' }],
  ['tg://settings', { kind: 'nowhere' }],
  ['javascript:alert(1)', { kind: 'nowhere' }],
  ['https://example.com/', { kind: 'elsewhere', url: new URL('https://example.com/') }],
])('%s leads where it leads in Telegram', (address, destination) => {
  expect(readAddress(address, 'some_bot')).toEqual(destination);
});
