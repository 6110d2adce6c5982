// Where the Worker touches the outside and the chats' objects, and the ways in which each touch can fail.

import type { KvFault, KvOperation } from '../support/kv-door.ts';
import type { Stage } from '../support/story.ts';
import type { Death } from '../support/test-chat.ts';
import type { BotApiCall } from '../telegram/bot-api.ts';
import type { CallFaultKind } from '../telegram/faults.ts';

/** One touch of the outside: the how manyth of its kind, in which delivery of the update. */
export interface Point {
  readonly delivery: number;
  readonly at: 'call' | 'reply' | 'kv' | 'object' | 'way';
  /** The method of the Bot API or of an object, or the operation and what its key begins with. */
  readonly what: string;
  readonly nth: number;
}

/** What a way of failing leaves open. */
export type Doubt =
  /** Nothing: it was not done, or it was fixed. */
  | 'none'
  /** Whether Telegram carried the call out. */
  | 'telegram'
  /** Whether anybody was told. */
  | 'answer';

export interface Way {
  readonly name: string;
  readonly doubt: Doubt;
  strike(stage: Stage, point: Point): void | Promise<void>;
}

const refusal = (error_code: number, description: string): CallFaultKind => ({
  refuse: { error_code, description },
});

const call = (name: string, doubt: Doubt, how: CallFaultKind, times = 1): Way => ({
  name: times > 1 ? `${name}, every time` : name,
  doubt,
  strike: ({ telegram }, { what, nth }) => telegram.fail({ method: what, skip: nth, times, how }),
});

const REFUSALS = [
  call('refused with 400', 'none', refusal(400, 'Bad Request: SOMETHING_ODD')),
  call('refused with 403', 'none', refusal(403, 'Forbidden: bot was kicked from the supergroup chat')),
  call('asked to wait 2 s', 'none', { flood: 2 }),
  call('asked to wait 60 s', 'none', { flood: 60 }),
];

const EVER = 9;
const UNANSWERED: readonly (readonly [string, CallFaultKind])[] = [
  ['answered with 500', refusal(500, 'Internal Server Error')],
  ['answered with HTML', { html: 502 }],
  ['connection lost before', { drop: 'before' }],
  ['connection lost after', { drop: 'after' }],
  ['no answer, not done', { silent: 'before' }],
  ['no answer, but done', { silent: 'after' }],
];

const hangUp: Way = {
  name: 'caller hangs up',
  doubt: 'answer',
  strike: ({ telegram }, { what }) => telegram.failDelivery({ hangUp: what }),
};

const CALL_WAYS: readonly Way[] = [
  ...REFUSALS,
  ...UNANSWERED.flatMap(([name, how]) => [call(name, 'telegram', how), call(name, 'telegram', how, EVER)]),
];

const kv = (name: string, how: KvFault['how'], times = 1): Way => ({
  name: times > 1 ? `${name}, every time` : name,
  doubt: 'none',
  strike({ worker }, { what, nth }) {
    const [operation, key = ''] = what.split(' ');
    worker.door.fail({ operation: operation as KvOperation['operation'], key, skip: nth, times, how });
  },
});

const READ_WAYS = [kv('error', 'before'), kv('stale', 'stale'), kv('shows nothing', 'blind')];
const WRITE_WAYS = [
  kv('error before', 'before'),
  kv('error before', 'before', EVER),
  kv('error after', 'after'),
  kv('error after', 'after', EVER),
];

const MORTAL: readonly string[] = [
  'begin',
  'settle',
  'note',
  'noteRequest',
  'beginDecision',
  'settleDecision',
  'decideAll',
  'handOver',
  'takeOver',
  'alarm',
] satisfies Death['method'][];
const ENDS = (['before', 'after'] as const).map(
  (when): Way => ({
    name: `the object ends ${when} it`,
    doubt: 'none',
    strike: ({ worker }, { what, nth }) =>
      worker.chats.dieAt({ method: what as Death['method'], when, skip: nth }),
  }),
);

const WAYS_OF_DELIVERY: readonly Way[] = [
  {
    name: 'answer lost',
    doubt: 'answer',
    strike: ({ telegram }) => telegram.failDelivery({ loseAnswer: true }),
  },
  {
    name: 'delivered twice',
    doubt: 'none',
    strike: ({ telegram }) => telegram.failDelivery({ deliverTwice: true }),
  },
];

/** A webhook reply is no call that could be lost or repeated: it is refused, or it arrives. */
const REPLY_WAYS: readonly Way[] = [
  ...REFUSALS.filter(({ name }) => !name.includes('2 s')),
  call('answered with 500', 'none', refusal(500, 'Internal Server Error')),
].map((way) => ({ ...way, doubt: 'answer' as const }));

export function waysOf({ at, what, nth }: Point): readonly Way[] {
  if (at === 'way') return WAYS_OF_DELIVERY;
  if (at === 'reply') return REPLY_WAYS;
  if (at === 'object') return ENDS;
  if (at === 'kv') return what.startsWith('put') ? WRITE_WAYS : READ_WAYS;
  // A delivery is cut at the first call of a method.
  return nth === 0 ? [...CALL_WAYS, hangUp] : CALL_WAYS;
}

/** The points of one delivery, from what was called, which operations passed, and which methods of objects ran. */
export function pointsOf(
  delivery: number,
  calls: readonly BotApiCall[],
  operations: readonly KvOperation[],
  methods: readonly string[],
): readonly Point[] {
  const seen = new Map<string, number>();
  const count = (at: Point['at'], what: string): Point => {
    const nth = seen.get(what) ?? 0;
    seen.set(what, nth + 1);
    return { delivery, at, what, nth };
  };
  return [
    { delivery, at: 'way', what: 'delivery', nth: 0 },
    ...calls.map(({ method, via }) => count(via === 'webhook reply' ? 'reply' : 'call', method)),
    // Numbers and tokens differ from run to run.
    ...operations.map(({ operation, key }) => count('kv', `${operation} ${key.split(/[:\d]/)[0]}`)),
    ...methods.filter((method) => MORTAL.includes(method)).map((method) => count('object', method)),
  ];
}

export const namePoint = ({ delivery, at, what, nth }: Point): string =>
  `delivery ${delivery}: ${at === 'reply' ? 'reply ' : ''}${what}${nth > 0 ? ` (${nth + 1})` : ''}`;
