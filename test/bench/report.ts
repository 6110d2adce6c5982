// The figures as tables, in Markdown.

import type { ActCounts } from './counts.ts';
import { type Figure, ratioOf, type Spread, spreadOf } from './figures.ts';
import { isMissed, type Verdict } from './targets.ts';

const NONE = '–';

const round = (value: number): string => {
  if (value >= 1_000) return String(Math.round(value / 10) * 10);
  return value >= 100 ? value.toFixed(0) : value.toPrecision(value >= 10 ? 3 : 2);
};

const worded = (spread: Spread | undefined, word: (value: number) => string): string => {
  if (!spread) return NONE;
  const { median, from, to } = spread;
  return from === to ? word(median) : `${word(median)} (${word(from)}–${word(to)})`;
};

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** A row a figure, with the ratio of the first column over the second. */
export function figuresTable(
  figures: readonly Figure[],
  columns: readonly [string, string, ...string[]],
): string {
  const [one, other] = columns;
  const rows = figures.map((figure) => [
    figure.name,
    figure.unit,
    ...columns.map((of) => worded(spreadOf(figure.rounds[of] ?? []), round)),
    worded(ratioOf(figure, one, other), (value) => value.toFixed(2)),
  ]);
  return table(['', '', ...columns, `${one} : ${other}`], rows);
}

export const countsTable = (acts: readonly { name: string; counts: ActCounts }[]): string =>
  table(
    ['', ...Object.keys(acts[0]?.counts ?? {})],
    acts.map(({ name, counts }) => [name, ...Object.values(counts).map(String)]),
  );

export const targetsTable = (verdicts: readonly Verdict[]): string =>
  table(
    ['target', 'at most', 'got', '', 'protects'],
    verdicts.map((verdict) => [
      verdict.what,
      String(verdict.limit),
      verdict.got.toFixed(2),
      wordVerdict(verdict),
      verdict.protects,
    ]),
  );

function wordVerdict(verdict: Verdict): string {
  const { got, limit } = verdict;
  return isMissed(verdict) ? `MISSED by ${Math.ceil((got / limit - 1) * 100)} %` : 'met';
}
