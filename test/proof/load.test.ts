import { describe, expect, it } from 'vitest';
import { setStage } from '../support/story.ts';
import { load } from './load.ts';

/** Others are for `npm run proof -- load`. */
const SEED = 1;

describe('many chats at once, with updates delivered twice', () => {
  it('have every link and every stay recorded once, the last link remembered, and every command answered', {
    timeout: 120_000,
  }, async () => {
    const stage = await setStage();
    const { broken, redeliveries, moves } = await load(stage, {
      seed: SEED,
      chats: 12,
      commands: 12,
      seconds: 60,
      redelivered: 20,
      moves: 3,
    });
    await stage.close();
    expect(broken).toEqual([]);
    expect(redeliveries).toBeGreaterThan(0);
    expect(moves).toBeGreaterThan(200);
  });
});
