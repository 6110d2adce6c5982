// The project's targets for speed and cost, and whether a run has met them.

import { type Figure, ratioOf, spreadOf } from './figures.ts';
import { COLD_CREATE } from './measure-cold.ts';
import { FEW, MANY } from './measure-growth.ts';
import { ORDINARY, REPLY } from './measure-warm.ts';
import { COMMANDS } from './updates.ts';

interface Target {
  readonly figure: string;
  readonly unit: Figure['unit'];
  /** Whose median counts, and over whose; alone, it is compared as it is. */
  readonly of: string;
  readonly over?: string;
  readonly limit: number;
  readonly protects: string;
}

export interface Verdict {
  readonly what: string;
  readonly limit: number;
  /** `undefined` if it could not be measured. */
  readonly got: number | undefined;
  readonly protects: string;
}

const overGrammY = (figure: string, limit: number, protects: string): Target => ({
  figure,
  unit: 'µs CPU',
  of: 'bot',
  over: 'grammY',
  limit,
  protects,
});

const growthOf = (figure: string): Target => ({
  figure,
  unit: 'µs CPU',
  of: String(MANY),
  over: String(FEW),
  limit: 1.15,
  protects: 'nothing grows with the number of links; the rest is left to chance',
});

const TARGETS: readonly Target[] = [
  overGrammY(ORDINARY, 0.7, 'ordinary messages, nearly all updates, cost nothing that they do not need'),
  ...COMMANDS.map(([name]) =>
    overGrammY(name, 1.8, 'what the object and its records cost over a bot that keeps none'),
  ),
  {
    figure: REPLY,
    unit: 'ms',
    of: 'bot',
    limit: 90,
    protects: 'a command waits for Telegram twice, and for nothing else',
  },
  overGrammY(COLD_CREATE, 1.2, 'what people feel most: a bot in quiet groups is nearly always cold'),
  ...['/create', '/edit', '/revoke', '/links'].map(growthOf),
];

export const judge = (figures: readonly Figure[]): Verdict[] =>
  TARGETS.map(({ figure: name, unit, of, over, limit, protects }) => {
    // Figures of growth have the names of commands too, but are of other things.
    const figure = figures.find((one) => one.name === name && one.unit === unit && of in one.rounds);
    const spread =
      figure && (over === undefined ? spreadOf(figure.rounds[of] ?? []) : ratioOf(figure, of, over));
    const compared =
      over === undefined ? unit : over === 'grammY' ? 'over grammY' : `${of} over ${over} links`;
    return { what: `${name}, ${compared}`, limit, got: spread?.median, protects };
  });

export const isMissed = ({ got, limit }: Verdict): boolean => got !== undefined && got > limit;
