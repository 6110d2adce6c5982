import { describe, expect, it } from 'vitest';
import { setStage } from '../support/story.ts';
import { proveFaults } from './faults.ts';

/** The whole of it is `npm run proof -- faults`: here, the same part every time. */
const SHARE = 3;
const EVERY = 43;
const SEED = 1;

describe('whatever fails, at whichever point, and is delivered again', () => {
  it('no link is lost, nothing untrue is said, and the next commands work', {
    timeout: 120_000,
  }, async () => {
    const stage = await setStage({}, 50, { hurried: true });
    const rows = await proveFaults(stage, { share: SHARE, every: EVERY, seed: SEED });
    await stage.close();
    expect(rows.flatMap(({ violations }) => violations)).toEqual([]);
    expect(rows.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThan(25);
  });
});
