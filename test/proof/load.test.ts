import { describe, expect, it } from 'vitest';
import { setStage } from '../support/story.ts';
import { load } from './load.ts';

describe('many chats at once, with updates delivered twice', () => {
  it('have every link recorded once, the last one remembered, and every command answered', {
    timeout: 120_000,
  }, async () => {
    const stage = await setStage();
    const seed = Math.floor(Math.random() * 1e9);
    const { broken, redeliveries } = await load(stage, {
      seed,
      chats: 12,
      commands: 12,
      seconds: 60,
      redelivered: 20,
    });
    await stage.close();
    expect({ seed, broken }).toEqual({ seed, broken: [] });
    expect(redeliveries).toBeGreaterThan(0);
  });
});
