// What holds whatever fails: one function that looks at everything that was said, done and remembered, and answers what
// of it breaks a promise.

import type { StoredRecord } from '../chat/records.ts';
import type { LinkAtTelegram } from '../telegram/local-telegram.ts';
import type { Doubt } from './points.ts';

export type Links = ReadonlyMap<string, LinkAtTelegram>;

/** One delivery of what was done, and the bot's links at Telegram before and after it. */
export interface Delivered {
  readonly before: Links;
  readonly after: Links;
  readonly statuses: readonly (number | 'lost')[];
  /** Everything that people got to see: messages sent or drawn again, and notices. */
  readonly texts: readonly string[];
  /** Why Telegram refused an answer. */
  readonly refused?: string | undefined;
  /** Links that a call of the bot's made. */
  readonly made: readonly string[];
  /** How many calls that make a link Telegram got, whether or not it answered. */
  readonly reached: number;
  /** How often a press was answered. */
  readonly notices: number;
  readonly isStruck: boolean;
}

/** What the bot remembers of a link, in the Bot API's field names. */
export type Recorded = Pick<
  StoredRecord,
  'is_revoked' | 'name' | 'expire_date' | 'member_limit' | 'creates_join_request'
>;

export interface History {
  readonly deliveries: readonly Delivered[];
  /** By link. */
  readonly records: ReadonlyMap<string, Recorded>;
  /** Links that a job is closing, until Telegram answers. */
  readonly closing: ReadonlySet<unknown>;
  /** What the fault left open; `undefined` where nothing was struck. */
  readonly doubt: Doubt | undefined;
  /** How many links it makes when nothing fails. */
  readonly makes: number;
  readonly isSilent: boolean;
  readonly isPress: boolean;
}

const MAYBE =
  /I can’t tell whether|Telegram did not say whether|(?:Approved|Declined)[^\n]*, as far as I know|may have counted|gave no answer|did not answer in time|I don’t know whether/;
const FORGOTTEN = /could not (?:record|save)/;
/** Said before it is done, and never after. */
const UNBEGUN = /nothing was done/;
const SUCCESS =
  /^(?:Created |Edited|Closed \d|All \d+ closed|The one link is closed|The lockdown has begun|Closing links|Revoked$|Changed$|Made again$|New primary link|https:\/\/t\.me\/\S+( link revoked)?(\n|$))/;
const REFUSAL =
  /nothing was done|still reading|Telegram refused|Telegram does not|I am no longer in that chat|I can’t see that you|Telegram knows no such/;

/** A press is answered once for all: its second delivery is too late. */
const ANSWERED_BEFORE = /query is too old/;

type Claim = readonly [RegExp, (link: string, delivery: Delivered, history: History) => boolean];

/** What the words say, and what must be so then. */
const CLAIMS: readonly Claim[] = [
  [/^Created (\S+?)(?:,|$)/gm, (link, { after }) => after.get(link)?.is_revoked === false],
  [/^(\S+) link revoked/gm, (link, { after }) => after.get(link)?.is_revoked === true],
  [/^No longer works: (\S+)/gm, (link, { after }) => after.get(link)?.is_revoked === true],
  [/^(\S+) is revoked already/gm, (link, { after }) => after.get(link)?.is_revoked === true],
  [/^Edited\n(\S+)/gm, (link, { after }, { deliveries }) => hasChanged(link, deliveries[0]?.before, after)],
  [
    /^New primary link: (\S+)/gm,
    (link, { after }) => after.get(link)?.is_primary === true && after.get(link)?.is_revoked === false,
  ],
  [
    /^Not closed: (\S+?)\. (?!Telegram did not say)/gm,
    (link, { after }) => after.get(link)?.is_revoked === false,
  ],
  [/^Closed (\d+)\./gm, (count, { after }) => revokedIn(after) >= Number(count)],
  [/^All (\d+) closed\./gm, (count, { after }) => revokedIn(after) >= Number(count)],
  [
    /^(?:All \d+ closed|The one link is closed)\./gm,
    (_, { after }, { records }) =>
      [...after].every(([link, one]) => one.is_primary || one.is_revoked || !records.has(link)),
  ],
  [
    /^My old primary link no longer works/gm,
    (_, { after }, { deliveries }) => primaryIn(after) !== primaryIn(deliveries[0]?.before),
  ],
  [/^(?:Approved by |Thank you for agreeing)/gm, (_, { after }) => peopleIn(after) > 0],
  [/^Declined by /gm, (_, { after }) => peopleIn(after) === 0],
  [/^Approved: (\d+)/gm, (count, { after }) => peopleIn(after) >= Number(count)],
  [/^Revoked$/gm, (_, { after }) => revokedIn(after) > 0],
  [
    /^Changed$/gm,
    (_, { after }, { deliveries }) =>
      [...after.keys()].some((link) => hasChanged(link, deliveries[0]?.before, after)),
  ],
];

const revokedIn = (links: Links): number => [...links.values()].filter((one) => one.is_revoked).length;

const peopleIn = (links: Links): number =>
  [...links.values()].reduce((sum, { members }) => sum + members.length, 0);

const primaryIn = (links: Links | undefined): string | undefined =>
  [...(links?.values() ?? [])].find((one) => one.is_primary && !one.is_revoked)?.invite_link;

const settingsOf = (link: Recorded | undefined): string =>
  JSON.stringify([
    link?.is_revoked ?? false,
    link?.name,
    link?.expire_date,
    link?.member_limit,
    link?.creates_join_request ?? false,
  ]);

const hasChanged = (link: string, before: Links | undefined, after: Links): boolean =>
  settingsOf(before?.get(link)) !== settingsOf(after.get(link));

/** Answers each broken promise in words; none where all are kept. */
export function brokenPromises(history: History): readonly string[] {
  return [
    ...history.deliveries.flatMap((delivery, index) =>
      brokenIn(delivery, history).map((broken) => `delivery ${index + 1}: ${broken}`),
    ),
    ...lostLinks(history),
    ...wrongRecords(history),
    ...secondLinks(history),
  ];
}

function brokenIn(delivery: Delivered, history: History): readonly string[] {
  const { statuses, texts, refused, isStruck, notices } = delivery;
  const { doubt, isSilent, isPress } = history;
  const broken: string[] = [];
  const mayBeUntold = isStruck && doubt === 'answer';
  if (statuses.at(-1) !== 200 || statuses.some((one) => one !== 200 && one !== 'lost'))
    broken.push(`answered ${statuses.join(', ') || 'nothing'}`);
  // Where no one asks, someone is told who may never have written to the bot.
  if (refused !== undefined && !isSilent && !mayBeUntold && !(isPress && ANSWERED_BEFORE.test(refused)))
    broken.push(`Telegram refused the answer: ${refused}`);
  if (texts.length === 0 && !isSilent && !mayBeUntold) broken.push('no one was told anything');
  if (isPress && !mayBeUntold && notices !== statuses.length)
    broken.push(`a press was answered ${notices} times`);
  for (const text of texts) broken.push(...untrue(text, delivery, history));
  return broken;
}

function untrue(text: string, delivery: Delivered, history: History): readonly string[] {
  const { doubt } = history;
  const said = JSON.stringify(text.slice(0, 160));
  const broken = CLAIMS.flatMap(([words, isTrue]) =>
    [...text.matchAll(words)]
      .filter((match) => !isTrue(match[1] ?? '', delivery, history))
      .map((match) => `not so: ${JSON.stringify(match[0])}`),
  );
  if (text.includes('went wrong on my side')) broken.push(`a bug: ${said}`);
  const isMaybe = MAYBE.test(text);
  if (isMaybe && doubt !== 'telegram') broken.push(`no reason for doubt: ${said}`);
  if (FORGOTTEN.test(text)) broken.push(`no reason to forget: ${said}`);
  if (UNBEGUN.test(text) && !SUCCESS.test(text) && !isMaybe && hasBegun(delivery, history))
    broken.push(`it was done, though, now or before: ${said}`);
  if (REFUSAL.test(text) && !SUCCESS.test(text) && !isMaybe) {
    const done = [...delivery.before.keys()].filter((link) =>
      hasChanged(link, delivery.before, delivery.after),
    );
    if (done.length > 0 || delivery.made.length > 0) broken.push(`it was done, though: ${said}`);
  }
  return broken;
}

/** Whether this delivery or an earlier one has changed anything. */
function hasBegun(delivery: Delivered, { deliveries }: History): boolean {
  const until = deliveries.slice(0, deliveries.indexOf(delivery) + 1);
  const first = until[0]?.before;
  return (
    until.some(({ made }) => made.length > 0) ||
    peopleIn(delivery.after) > peopleIn(first ?? new Map()) ||
    [...(first?.keys() ?? [])].some((link) => hasChanged(link, first, delivery.after))
  );
}

const toldIn = ({ deliveries }: History): string => deliveries.flatMap(({ texts }) => texts).join('\n');

/** Links that can still be come by, and of which neither the bot nor anybody else knows. */
function lostLinks(history: History): readonly string[] {
  const { deliveries, records } = history;
  const last = deliveries.at(-1)?.after;
  const told = toldIn(history);
  const unknown = deliveries
    .flatMap(({ made }) => made)
    .filter((link) => !last?.get(link)?.is_revoked && !told.includes(link))
    .filter((link) => !records.has(link));
  const admitted = deliveries.flatMap(({ texts }) => texts).filter((text) => MAYBE.test(text)).length;
  return unknown.length > admitted ? [`lost: ${unknown.join(', ')}`] : [];
}

/** What is remembered is how it is, but for what was told. */
function wrongRecords(history: History): readonly string[] {
  const told = toldIn(history);
  if (MAYBE.test(told) || FORGOTTEN.test(told)) return [];
  const { deliveries, records, closing } = history;
  const last = deliveries.at(-1)?.after;
  const forgotten = deliveries
    .flatMap(({ made }) => made)
    .filter((link) => !records.has(link) && !last?.get(link)?.is_revoked)
    .map((link) => `not remembered, which no one was told: ${link}`);
  const wrong = [...records]
    .filter(([link]) => !closing.has(link))
    .filter(([link, record]) => last?.has(link) && settingsOf(record) !== settingsOf(last.get(link)))
    .map(
      ([link, record]) =>
        `wrongly remembered: ${link} as ${settingsOf(record)}, it is ${settingsOf(last?.get(link))}`,
    );
  return [...forgotten, ...wrong];
}

/** A redelivery asks for no second link, whatever has failed. */
function secondLinks({ deliveries, makes }: History): readonly string[] {
  const reached = deliveries.reduce((sum, one) => sum + one.reached, 0);
  return reached > makes ? [`Telegram was asked for ${reached} links instead of ${makes}`] : [];
}
