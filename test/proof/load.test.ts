import { describe, expect, it } from 'vitest';
import { setStage } from '../support/story.ts';
import { load } from './load.ts';

/** Others are for `npm run proof -- load`. */
const SEED = 1;

describe('many chats at once, with updates delivered twice', () => {
  it('have every link recorded once, the last one remembered, and every command answered', {
    timeout: 120_000,
  }, async () => {
    const stage = await setStage();
    const { broken, redeliveries } = await load(stage, {
      seed: SEED,
      chats: 12,
      commands: 12,
      seconds: 60,
      redelivered: 20,
    });
    await stage.close();
    expect(broken).toEqual([]);
    expect(redeliveries).toBeGreaterThan(0);
  });
});
