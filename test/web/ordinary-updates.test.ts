import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMigration, readSharedChat, readStandingChange } from '../../src/telegram/chat-events.ts';
import {
  readCommand,
  readPrivateText,
  readUpdate,
  type Update,
} from '../../src/telegram/command-messages.ts';
import { isOrdinary } from '../../src/telegram/ordinary-updates.ts';
import { readPress } from '../../src/telegram/presses.ts';

const chat = { id: -1001, type: 'supergroup', title: 'Tea Room' };
const from = { id: 5, is_bot: false, first_name: 'Ann' };
const message = { message_id: 3, date: 1_795_000_000, chat, from };
const standing = (status: string) => ({ status, user: { id: 7, is_bot: true, first_name: 'bot' } });

const bodyOf = (update: object): string => JSON.stringify({ update_id: 1, ...update });

describe('an update that is not parsed', () => {
  it('is one that says nothing to the bot', () => {
    for (const text of ['Hello', 'see https://t.me/+abc', 'either/or', 'a "quoted" word', '\\/']) {
      expect(isOrdinary(bodyOf({ message: { ...message, text } }))).toBe(true);
    }
    expect(isOrdinary('{"update_id":1,\n"message":{"message_id":3,"text":"Hello"}}')).toBe(true);
  });

  it('is never one that the bot acts on', () => {
    const acts = [
      { callback_query: { id: '1', from, data: 'x', message } },
      {
        my_chat_member: {
          chat,
          from,
          old_chat_member: standing('left'),
          new_chat_member: standing('member'),
        },
      },
      { message: { ...message, migrate_to_chat_id: -1002 } },
      { message: { ...message, chat: { id: 5, first_name: 'Ann', type: 'private' }, text: 'hello' } },
      { message: { ...message, migrate_from_chat_id: -4 } },
      {
        message: {
          ...message,
          chat: { id: 5, type: 'private' },
          chat_shared: { request_id: 1, chat_id: -1 },
        },
      },
    ];
    for (const update of acts) {
      const read = readUpdate({ update_id: 1, ...update });
      const readPrivate = (update: Update) => readPrivateText(update, () => '/help');
      const readers = [readPrivate, readPress, readStandingChange, readMigration, readSharedChat];
      expect(read && readers.some((reader) => reader(read) !== undefined)).toBe(true);
      expect(isOrdinary(bodyOf(update))).toBe(false);
    }
  });

  it('is never a command, however JSON writes its slash', () => {
    const anyText = fc.string().map((rest) => `/create${rest}`);
    const anySlash = fc.constantFrom('/', '\\/', '\\u002f', '\\u002F');
    fc.assert(
      fc.property(anyText, anySlash, fc.constantFrom('message', 'channel_post'), (text, slash, kind) => {
        const body = bodyOf({ [kind]: { ...message, text } }).replace('"/create', `"${slash}create`);
        const read = readUpdate(JSON.parse(body));
        fc.pre(read !== undefined && (kind === 'channel_post' || readCommand(read) !== undefined));
        return !isOrdinary(body);
      }),
    );
  });

  it('is whole: what is cut, or begins otherwise, is looked at', () => {
    const body = bodyOf({ message: { ...message, text: 'Hello' } });
    for (const other of [
      body.slice(0, -2),
      ` ${body}`,
      '{"update_id":"1","x":{}}',
      '{"update_id":1}',
      '[]',
      '',
    ]) {
      expect(isOrdinary(other)).toBe(false);
    }
  });
});
