// The figures as tables, in Markdown.

import type { Scene } from './check.ts';
import type { Contestant } from './contestants.ts';
import { type Figure, ratioOf, type Spread, spreadOf } from './figures.ts';
import { FEW, MANY } from './growth.ts';
import type { Target } from './targets.ts';

const NONE = '–';

const round = (value: number): string => {
  if (value >= 1_000) return String(Math.round(value / 10) * 10);
  return value >= 100 ? value.toFixed(0) : value.toPrecision(value >= 10 ? 3 : 2);
};

const median = (figure: Figure, of: string): string => {
  const spread = spreadOf(figure.rounds[of] ?? []);
  return spread ? round(spread.median) : NONE;
};

const ratio = (spread: Spread | undefined): string =>
  spread ? `${spread.median.toFixed(2)} (${spread.from.toFixed(2)}–${spread.to.toFixed(2)})` : NONE;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export function figuresTable(figures: readonly Figure[], names: readonly string[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    figure.unit,
    ...names.map((name) => median(figure, name)),
    ratio(ratioOf(figure, 'bot', 'leanest')),
    ratio(ratioOf(figure, 'bot', 'grammY')),
    ratio(ratioOf(figure, 'bot', 'empty')),
  ]);
  return table(['', '', ...names, 'bot : leanest', 'bot : grammY', 'bot : empty'], rows);
}

export function growthTable(growth: readonly Figure[]): string {
  const rows = growth.map((figure) => [
    figure.name,
    median(figure, String(FEW)),
    median(figure, String(MANY)),
    ratio(ratioOf(figure, String(MANY), String(FEW))),
  ]);
  return table(['µs CPU in a chat with', `${FEW} links`, `${MANY} links`, 'ratio'], rows);
}

/** What a command asks of others, as it was counted: calls + KV reads + KV writes. */
export function countsTable(scenes: ReadonlyMap<string, readonly Scene[]>, steps: readonly string[]): string {
  const rows = [...scenes].map(([name, played]) => [
    name,
    ...steps.map((step) => {
      const scene = played.find((one) => one.name === step);
      if (!scene) return NONE;
      const { read = 0, write = 0 } = scene.kv;
      return `${scene.calls.length} + ${read} + ${write}`;
    }),
  ]);
  return table(['', ...steps], rows);
}

export const bundlesTable = (contestants: readonly Contestant[]): string =>
  table(
    ['', 'what', 'minified, bytes', 'gzipped, bytes'],
    contestants.map(({ name, what, bytes, gzippedBytes }) => [
      name,
      what,
      String(bytes),
      String(gzippedBytes),
    ]),
  );

export const targetsTable = (targets: readonly Target[]): string =>
  table(
    ['target', 'at most', 'got', ''],
    targets.map(({ what, limit, got }) => [
      what,
      String(limit),
      got?.toFixed(2) ?? NONE,
      got === undefined ? 'not available' : got <= limit ? 'met' : 'MISSED',
    ]),
  );
