import { describe, expect, it } from 'vitest';
import { setStage } from '../support/story.ts';
import { brokenRules } from './call-rules.ts';
import { fuzz } from './fuzz.ts';

/** 100,000 of them and more: `npm run proof -- fuzz --cases 100000`. */
const CASES = 500;
const SEED = 1;

describe('whatever is sent to it, the Worker', () => {
  it('answers by the contract and calls Telegram only as it may', { timeout: 120_000 }, async () => {
    const stage = await setStage({}, 0, { hurried: true });
    const { broken, calls } = await fuzz(stage, { seed: SEED, cases: CASES });
    await stage.close();
    expect(broken).toEqual([]);
    expect(calls).toBeGreaterThan(50);
  });
});

describe('the rules for calls', () => {
  it.each([
    ['sendMessage', { chat_id: 1, text: 'x'.repeat(4097), parse_mode: 'HTML', link_preview_options: {} }],
    ['answerCallbackQuery', { callback_query_id: '1', text: 'x'.repeat(201) }],
    ['createChatInviteLink', { chat_id: -1, member_limit: 0 }],
    ['createChatInviteLink', { chat_id: 'undefined' }],
    ['getChatMember', { chat_id: -1 }],
    ['banChatMember', {}],
  ])('let no bad %s through', (method, params) => {
    expect(brokenRules(method, params)).not.toEqual([]);
  });
});
