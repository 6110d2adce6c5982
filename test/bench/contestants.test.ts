import { afterEach, describe, expect, it } from 'vitest';
import { findFault } from './check.ts';
import { buildLineUp, type Running, run } from './contestants.ts';
import { countActs } from './counts.ts';

let running: Running | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

const { contestants, world } = await buildLineUp();

describe('The contestants of the benchmark', () => {
  it.each([
    ['bot', undefined],
    ['grammY', undefined],
    ['empty', 'A wrong secret is answered with 200.'],
  ])('do the job, or are found out: %s', async (name, fault) => {
    const contestant = contestants.find((one) => one.name === name);
    if (!contestant) throw new Error(`No ${name} takes part`);
    running = await run(contestant, world);
    expect(await findFault(running)).toBe(fault);
  });

  it('are counted: an ordinary message reaches no object, a command does', async () => {
    const [ordinary, create] = await countActs();
    expect(ordinary?.counts).toMatchObject({ 'API calls': 0, 'object requests': 0, 'rows written': 0 });
    expect(create?.counts).toMatchObject({ 'API calls': 2, 'object requests': 2 });
    expect(create?.counts['rows written']).toBeGreaterThan(0);
  });
});
