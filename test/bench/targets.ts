// The project's targets for speed and cost, and whether a run has met them.

import { type Figure, ratioOf } from './figures.ts';
import { FEW, MANY } from './growth.ts';
import { COMMANDS, ORDINARY } from './rounds.ts';

export interface Target {
  readonly what: string;
  readonly limit: number;
  /** `undefined` where it could not be measured. */
  readonly got: number | undefined;
}

const LEANEST_RATIO_MAX = 1.25;
const GRAMMY_MESSAGE_RATIO_MAX = 0.75;
const GRAMMY_COMMAND_RATIO_MAX = 1;
const BUNDLE_MAX_BYTES = 15_000;
const START_RATIO_MAX = 2;
/** "Nothing grows": what is left for chance. */
const GROWTH_RATIO_MAX = 1.1;

export function judge(
  figures: readonly Figure[],
  growth: readonly Figure[],
  bundleBytes: number,
): readonly Target[] {
  const ratio = (name: string, one: string, other: string, among = figures) => {
    const figure = among.find((candidate) => candidate.name === name && candidate.unit === 'µs CPU');
    return figure && ratioOf(figure, one, other)?.median;
  };
  const commands = COMMANDS.map(([name]) => name);
  return [
    ...[ORDINARY, ...commands].map((name) => ({
      what: `${name}, of the leanest Worker's CPU`,
      limit: LEANEST_RATIO_MAX,
      got: ratio(name, 'bot', 'leanest'),
    })),
    {
      what: `${ORDINARY}, of grammY's CPU`,
      limit: GRAMMY_MESSAGE_RATIO_MAX,
      got: ratio(ORDINARY, 'bot', 'grammY'),
    },
    ...commands.map((name) => ({
      what: `${name}, of grammY's CPU`,
      limit: GRAMMY_COMMAND_RATIO_MAX,
      got: ratio(name, 'bot', 'grammY'),
    })),
    { what: 'bundle in kB, gzipped', limit: BUNDLE_MAX_BYTES / 1000, got: bundleBytes / 1000 },
    {
      what: "start, of an empty Worker's CPU",
      limit: START_RATIO_MAX,
      got: ratio('start of a Worker', 'bot', 'empty'),
    },
    ...['/create', '/edit', '/revoke'].map((name) => ({
      what: `${name} in a chat with ${MANY} links, of one with ${FEW}`,
      limit: GROWTH_RATIO_MAX,
      got: ratio(name, String(MANY), String(FEW), growth),
    })),
  ];
}
