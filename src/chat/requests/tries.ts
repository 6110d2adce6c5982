// What was tried with a request and may have counted, since Telegram has not answered: the last one is under way while the lease lasts.

import { readJson } from '../../lib/shapes.ts';
import type { Decision } from './request-protocol.ts';
import type { RequestRow } from './request-row.ts';

export type Tried = Pick<Decision, 'verdict' | 'by'>;

export const triesOf = ({ tried }: RequestRow): readonly Tried[] =>
  tried === null ? [] : (readJson(tried) as readonly Tried[]);

export const earlierTries = (row: RequestRow): readonly Tried[] => triesOf(row).slice(0, -1);

/** Of earlier ones the first of each verdict is kept: the later ones most likely met what it had done. */
export const addTry = (tries: readonly Tried[], next: Tried): readonly Tried[] => [
  ...tries.filter(({ verdict }, index) => tries.findIndex((one) => one.verdict === verdict) === index),
  next,
];

export const isApproval = ({ verdict }: Tried): boolean => verdict === 'approve';
