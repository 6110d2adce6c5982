// Figures measured in rounds, and what is said of them: the median, and how far the middle half of the rounds lies apart.

export interface Figure {
  readonly name: string;
  readonly unit: 'µs CPU' | 'ms' | 'kB';
  /** What was measured of each, a number a round. */
  readonly rounds: Readonly<Record<string, readonly number[]>>;
}

export interface Spread {
  readonly median: number;
  /** Between these lies the middle half of the rounds. */
  readonly from: number;
  readonly to: number;
}

/** Takes numbers round by round. */
export function createFigures() {
  const figures = new Map<string, { unit: Figure['unit']; rounds: Record<string, number[]> }>();
  return {
    add(name: string, unit: Figure['unit'], of: string, value: number): void {
      const figure = figures.get(name) ?? { unit, rounds: {} };
      figures.set(name, figure);
      figure.rounds[of] = [...(figure.rounds[of] ?? []), value];
    },
    all: (): readonly Figure[] => [...figures].map(([name, figure]) => ({ name, ...figure })),
  };
}

export type Figures = ReturnType<typeof createFigures>;

export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number): number => {
    const position = (sorted.length - 1) * share;
    const [below, above] = [sorted[Math.floor(position)] ?? 0, sorted[Math.ceil(position)] ?? 0];
    return below + (above - below) * (position % 1);
  };
  return sorted.length === 0 ? undefined : { median: at(0.5), from: at(0.25), to: at(0.75) };
}

/** Ratios are taken within a round, so that what slows the machine for a while slows both. */
export function ratioOf({ rounds }: Figure, one: string, other: string): Spread | undefined {
  const divisors = rounds[other] ?? [];
  return spreadOf(
    (rounds[one] ?? []).flatMap((value, round) => value / (divisors[round] ?? Number.NaN) || []),
  );
}
