import { describe, expect, it } from 'vitest';
import { readPollTrouble } from '../../src/cli/poll-trouble.ts';
import { queueKey } from '../../src/cli/queue-key.ts';
import { readWebhookReply } from '../../src/cli/webhook-reply.ts';

const chat = { id: -1001 };
const from = { id: 7 };
const keyOf = (update: object): string => queueKey({ update_id: 1, ...update });

describe('the queue of an update', () => {
  it('is its chat’s, whatever kind of message it is', () => {
    const keys = ['message', 'edited_message', 'channel_post', 'edited_channel_post'].map((kind) =>
      keyOf({ [kind]: { chat, from } }),
    );
    expect(new Set(keys)).toEqual(new Set(['chat -1001']));
  });

  it('is the person’s for a press, wherever the button stands', () => {
    const here = keyOf({ callback_query: { from, message: { chat } } });
    expect(here).toBe(keyOf({ callback_query: { from, message: { chat: { id: -1002 } } } }));
    expect(here).not.toBe(keyOf({ message: { chat: { id: 7 }, from } }));
  });

  it('stands beside the chat’s messages for a change of the bot’s own standing', () => {
    const change = keyOf({ my_chat_member: { chat, from } });
    expect(change).toContain('-1001');
    expect(change).not.toBe(keyOf({ message: { chat, from } }));
  });

  it('is one person’s for requests to join and what comes of them', () => {
    const request = keyOf({ chat_join_request: { chat, from } });
    expect(keyOf({ chat_member: { chat, from: { id: 8 }, new_chat_member: { user: from } } })).toBe(request);
  });

  it('exists for anything', () => {
    expect(keyOf({})).toBe('nothing');
    expect(keyOf({ message: null })).toBe('chat undefined');
    expect(keyOf({ poll: { id: '1' } })).toBe('poll');
  });
});

describe('the answer of a webhook', () => {
  const read = (body: string, contentType = 'application/json; charset=utf-8') =>
    readWebhookReply({ status: 200, contentType, body });

  it('is a call where it names a method', () => {
    expect(read('{"method":"sendMessage","chat_id":1,"text":"Hi"}')).toEqual({
      method: 'sendMessage',
      params: { chat_id: 1, text: 'Hi' },
    });
  });

  it.each([
    ['is empty', ''],
    ['is no JSON', '<html>'],
    ['is a list', '["sendMessage"]'],
    ['names no method', '{"text":"Hi"}'],
    ['names one that Telegram passes over', '{"method":"deleteWebhook"}'],
    ['only asks', '{"method":"getMe"}'],
  ])('is none where it %s', (_, body) => {
    expect(read(body)).toBeUndefined();
  });

  it('is none in another format', () => {
    expect(read('{"method":"sendMessage"}', 'text/plain')).toBeUndefined();
  });
});

describe('trouble with looking for updates', () => {
  it('passes where it lies on the way, or with Telegram', () => {
    const down = readPollTrouble({ kind: 'telegram_down', status: 502 }, '.dev.vars');
    expect(down).toMatchObject({ kind: 'passing', sentence: expect.stringContaining('502') });
    expect(readPollTrouble({ kind: 'no_answer' }, '.dev.vars').kind).toBe('passing');
    expect(readPollTrouble({ kind: 'flood_control', retryAfter: 9 }, '')).toMatchObject({ pause: 9000 });
  });

  it('lasts where the token is no longer one', () => {
    const trouble = readPollTrouble({ kind: 'token_rejected' }, 'the environment');
    expect(trouble).toMatchObject({ kind: 'lasting', sentence: expect.stringContaining('the environment') });
  });
});
