import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { onStage, secretFor, TOKEN } from '../support/story.ts';

const ORIGIN = 'https://bot.example';
const NONCE = '0123456789abcdef0123456789abcdef';

const { stage } = onStage();

const sign = (text: string): string => createHmac('sha256', TOKEN).update(text).digest('base64url');
const ask = async (query: string, origin = ORIGIN) => {
  const response = await stage.worker.dispatch(`${origin}/health?${query}`);
  return { status: response.status, text: (await response.text()).trim() };
};

describe('GET /health?prove=', () => {
  it('proves to anyone that the Worker knows the token, for the origin that was asked', async () => {
    expect(await ask(`prove=${NONCE}`)).toEqual({ status: 200, text: sign(`prove:${ORIGIN}:${NONCE}`) });
    const elsewhere = await ask(`prove=${NONCE}`, 'https://other.example:8443');
    expect(elsewhere.text).toBe(sign(`prove:https://other.example:8443:${NONCE}`));
  });

  it.each([
    ['', 'nothing'],
    ['prove=webhook', 'the name of a secret'],
    ['prove=health', 'the name of another secret'],
    [`prove=${NONCE.toUpperCase()}`, 'capitals'],
    [`prove=${NONCE.slice(1)}`, 'too few digits'],
    [`prove=${NONCE}0`, 'too many digits'],
    [`prove=${NONCE}%0A`, 'a line break after the digits'],
    [`prove=${NONCE}&prove=webhook`, 'two values'],
    ['prove=', 'an empty value'],
  ])('signs no other text: %s (%s)', async (query) => {
    const { status, text } = await ask(query);
    expect(status).toBe(query === '' ? 401 : 400);
    expect(text).not.toMatch(/[\w-]{43}/);
  });

  it('answers none of the secrets that are derived the same way', async () => {
    const { text } = await ask(`prove=${NONCE}`);
    expect([secretFor('webhook'), secretFor('health')]).not.toContain(text);
  });

  it('is asked by https, and in the clear on this machine only', async () => {
    expect((await ask(`prove=${NONCE}`, 'http://bot.example')).status).toBe(400);
    expect((await ask(`prove=${NONCE}`, 'http://127.0.0.1:8787')).status).toBe(200);
  });
});
