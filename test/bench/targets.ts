// The project's targets for speed and cost, and whether a run has met them.

import { type Figure, ratioOf, spreadOf } from './figures.ts';
import { BERLIN, COLD_CREATE, FIRST_MESSAGE, UTC } from './measure-cold.ts';
import { FEW, MANY } from './measure-growth.ts';
import { ORDINARY, REPLY, REPLY_SLOW_KV } from './measure-warm.ts';

const RECORDS = 'what the object and its records may cost beside a bot that keeps none';
const COLD = 'what people feel most: a bot in quiet groups is nearly always cold';
const NOTHING_GROWS = 'nothing grows with the number of links or people; 0.15 are left to chance';
const [MANY_LINKS, FEW_LINKS] = [String(MANY), String(FEW)];

/** The ratio of two medians, or one median in the figure's own unit, and what the limit protects. */
const TARGETS: readonly (readonly [
  figure: string,
  of: string,
  over: string | undefined,
  limit: number,
  protects: string,
])[] = [
  [
    ORDINARY,
    'bot',
    'grammY',
    0.85,
    'nearly all updates are ordinary messages; they pay for nothing they do not need',
  ],
  ...['/create', '/edit', '/revoke'].map((name) => [name, 'bot', 'grammY', 3.5, RECORDS] as const),
  ['/export', 'bot', 'grammY', 3.8, RECORDS],
  [REPLY, 'bot', undefined, 90, 'a command waits for Telegram twice, and for nothing else'],
  [REPLY_SLOW_KV, 'bot', undefined, 130, 'of KV only the put of the last link is waited for'],
  [FIRST_MESSAGE, 'bot', 'empty', 2.6, COLD],
  [FIRST_MESSAGE, 'bot', 'grammY', 0.7, COLD],
  [FIRST_MESSAGE, BERLIN, UTC, 1.15, 'the data of time zones are loaded for dates only'],
  [COLD_CREATE, 'bot', 'grammY', 3.3, COLD],
  ...['/links', '/link', '/joins', '/create', '/edit', '/revoke'].map(
    (name) => [name, MANY_LINKS, FEW_LINKS, 1.15, NOTHING_GROWS] as const,
  ),
];

export interface Verdict {
  readonly what: string;
  readonly limit: number;
  readonly got: number;
  readonly protects: string;
}

/** Figures of growth have the names of commands as well, so they are told apart by whose they are. */
export const judge = (figures: readonly Figure[]): Verdict[] =>
  TARGETS.map(([name, of, over, limit, protects]) => {
    const figure = figures.find((one) => one.name === name && of in one.rounds);
    const spread =
      figure && (over === undefined ? spreadOf(figure.rounds[of] ?? []) : ratioOf(figure, of, over));
    return {
      what: `${name}: ${of} ${over ? `÷ ${over}` : ''}`.trim(),
      limit,
      got: spread?.median ?? Number.NaN,
      protects,
    };
  });

export const isMissed = ({ got, limit }: Verdict): boolean => !(got <= limit);
