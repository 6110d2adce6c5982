import { afterEach, describe, expect, it } from 'vitest';
import { findFault } from './check.ts';
import { buildLineUp, type ContestantName, type Running, run } from './contestants.ts';
import { countActs } from './counts.ts';

let running: Running | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

const { contestants, counting, world } = await buildLineUp();

async function faultOf(name: ContestantName): Promise<string | undefined> {
  const contestant = contestants.find((one) => one.name === name);
  if (!contestant) throw new Error(`No ${name} takes part`);
  running = await run(contestant, world);
  return findFault(running);
}

describe('The contestants of the benchmark', () => {
  it.each(['bot', 'grammY'] as const)('do the job: %s', async (name) => {
    expect(await faultOf(name)).toBeUndefined();
  });

  it('would be found out: the empty Worker does not do the job', async () => {
    expect(await faultOf('empty')).toBe('A wrong secret is answered with 200.');
  });

  it('are counted: an ordinary message reaches no object, a command does', async () => {
    running = await run(counting, world);
    const [ordinary, create] = await countActs(running);
    expect(ordinary?.counts).toMatchObject({ 'API calls': 0, 'object requests': 0, 'rows written': 0 });
    expect(create?.counts).toMatchObject({ 'API calls': 2, 'object requests': 2 });
    expect(create?.counts['rows written']).toBeGreaterThan(0);
  });
});
