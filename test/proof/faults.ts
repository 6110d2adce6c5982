// Every fault at every point: each scenario is performed undisturbed to learn where it touches the outside, then once for
// each of these points and each way in which it can fail. Nothing is listed by hand.

import type { Stage } from '../support/story.ts';
import { perform } from './perform.ts';
import { namePoint, waysOf } from './points.ts';
import { SCENARIOS } from './scenarios.ts';

export interface Violation {
  /** Which one it is, for running it alone. */
  readonly number: string;
  readonly name: string;
  readonly broken: readonly string[];
}

export interface Row {
  readonly scenario: string;
  readonly points: number;
  readonly cases: number;
  readonly violations: readonly Violation[];
}

export interface FaultOptions {
  /** Only every so manyth scenario, and of its cases. The seed says which. */
  readonly share?: number;
  readonly every?: number;
  readonly seed?: number;
  /** Only the case with this number, as a violation names it, or with one part all of a scenario. */
  readonly only?: string | undefined;
}

export async function proveFaults(
  stage: Stage,
  { share = 1, every = 1, seed = 0, only }: FaultOptions,
  onRow: (row: Row) => void = () => undefined,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let count = seed;
  for (const [index, scenario] of SCENARIOS.entries()) {
    const [chosen, alone] = only?.split('.') ?? [];
    if (chosen !== undefined && Number(chosen) !== index + 1) continue;
    if ((index + seed) % share !== 0) continue;
    const violations: Violation[] = [];
    const undisturbed = await perform(stage, scenario);
    const note = (number: string, name: string, broken: readonly string[]) => {
      if (broken.length > 0) violations.push({ number, name: `${scenario.name}, ${name}`, broken });
    };
    note(`${index + 1}.0`, 'undisturbed', undisturbed.broken);

    const strikes = undisturbed.points.flatMap((point) => waysOf(point).map((way) => ({ point, way })));
    let cases = 0;
    for (const [at, strike] of strikes.entries()) {
      const number = `${index + 1}.${at + 1}`;
      if (alone === undefined ? count++ % every !== 0 : Number(alone) !== at + 1) continue;
      cases++;
      const { broken } = await perform(stage, scenario, strike, undisturbed.makes);
      note(number, `${namePoint(strike.point)} ${strike.way.name}`, broken);
    }
    const row = { scenario: scenario.name, points: undisturbed.points.length, cases, violations };
    rows.push(row);
    onRow(row);
  }
  return rows;
}
