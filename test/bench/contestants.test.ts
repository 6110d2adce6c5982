import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDifference, findFault } from './check.ts';
import { type LineUp, lineUp } from './line-up.ts';
import { tellStory } from './story.ts';

let line: LineUp;
beforeAll(async () => {
  line = await lineUp();
});
afterAll(() => line.close());

describe('The contestants of the benchmark', () => {
  it('do the job, and the leanest answers, calls and stores what the bot does', () => {
    expect(line.faults).toEqual([]);
    expect(line.running.map(({ contestant }) => contestant.name)).toEqual([
      'bot',
      'leanest',
      'grammY',
      'empty',
    ]);
  });

  it('are left out where they do not do it', async () => {
    const empty = line.running.find(({ contestant }) => contestant.name === 'empty');
    const fault = empty && (await findFault(empty, tellStory(Math.floor(Date.now() / 1000))));
    expect(fault).toBe('A wrong secret is answered with 200.');
    const [bot = [], grammY = []] = ['bot', 'grammY'].map((name) => line.scenes.get(name));
    expect(findDifference(bot, grammY)).toMatch(/^create: /);
  });
});
