import { describe, expect, it } from 'vitest';
import { readRequestedCall } from '../../src/cli/dev/forward-updates.ts';

describe('the call in a webhook’s answer', () => {
  const read = (body: string, contentType = 'application/json; charset=utf-8') =>
    readRequestedCall(contentType, body);

  it('is the one that it names', () => {
    expect(read('{"method":"sendMessage","chat_id":1,"text":"Hi"}')).toEqual({
      method: 'sendMessage',
      params: { chat_id: 1, text: 'Hi' },
    });
  });

  it.each([
    ['is empty', ''],
    ['is not JSON', '<html>'],
    ['is a list', '["sendMessage"]'],
    ['names no method', '{"text":"Hi"}'],
    ['names one that Telegram does not make that way', '{"method":"deleteWebhook"}'],
    ['only asks', '{"method":"getMe"}'],
  ])('is none if the answer %s', (_, body) => {
    expect(read(body)).toBeUndefined();
  });

  it('is none in another format', () => {
    expect(read('{"method":"sendMessage"}', 'text/plain')).toBeUndefined();
  });
});
