import { showPeople } from '../actions/people-page.ts';
import type { PeopleQuestion } from '../chat/ledger/ledger-protocol.ts';
import { parseDuration } from '../lib/durations.ts';
import { fail, ok } from '../lib/result.ts';
import { unixTimeOf, wallTimeText } from '../lib/time-zones.ts';
import type { UnixSeconds } from '../lib/units.ts';
import { findInviteLinks } from '../links/invite-link.ts';
import { type CommandContext, defineCommand } from './command.ts';
import { whichLink } from './which-link.ts';
import { whichPerson } from './which-person.ts';

const DAY_SECONDS = 86_400;

export const joins = defineCommand({
  names: ['joins'],
  summary: 'Who came by which link: lately, by a link, a person’s stays, or in a period',
  usage: '[link or its name, a person, today, 7d, or 2026-11]',
  access: 'admins',
  accepts: ['link', 'chat'],

  async run(typed, context) {
    const { asked } = context;
    const period = typed.words === undefined ? undefined : readPeriod(typed.words, context);
    if (period) return showPeople({ kind: 'period', ...period }, context);
    const hasLink = typed.link !== undefined || findInviteLinks(asked.repliedTexts ?? []).length === 1;
    const person = hasLink ? undefined : whichPerson(typed, asked);
    if (person !== undefined) return showPeople({ kind: 'person', person }, context);
    if (typed.words?.startsWith('@')) return fail({ kind: 'which_person', command: asked.name });
    const isBare = !hasLink && typed.words === undefined && !asked.repliedLink;
    const link = isBare ? ok(undefined) : whichLink(typed, context);
    if (!link.ok) return link;
    const question: PeopleQuestion = link.value ? { kind: 'link', link: link.value } : { kind: 'lately' };
    return showPeople(question, context);
  },
});

/** `7d`, `2 weeks`, `last week`, `today`, a day as `2026-11-29`, or a month as `2026-11`. */
function readPeriod(
  words: string,
  { now, timeZone }: CommandContext,
): { readonly from: UnixSeconds; readonly to: UnixSeconds } | undefined {
  const text = words.toLowerCase().replace(/^last (?=[a-z]+$)/, '1 ');
  const length = parseDuration(text);
  if (length && length.seconds > 0) return { from: Math.max(0, now - length.seconds), to: now + 1 };
  const ago = ['today', 'yesterday'].indexOf(text);
  const day = ago < 0 ? text : wallTimeText(now - ago * DAY_SECONDS, timeZone).slice(0, 10);
  const [, year, month = '', date] = /^(20\d\d)-(\d\d)(?:-(\d\d))?$/.exec(day) ?? [];
  if (year === undefined) return undefined;
  const first = Date.UTC(Number(year), Number(month) - 1, Number(date ?? 1));
  const next = date ? first + DAY_SECONDS * 1000 : Date.UTC(Number(year), Number(month), 1);
  const [from, to] = [startOf(first, timeZone), startOf(next, timeZone)];
  // There is no 31 November.
  const isThere = new Date(first).toISOString().startsWith(day);
  return isThere && from !== undefined && to !== undefined ? { from, to } : undefined;
}

/** When a day begins there; `day` is its midnight in UTC. */
function startOf(day: number, timeZone: string): UnixSeconds | undefined {
  const at = new Date(day);
  const wall = { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
  return unixTimeOf({ ...wall, hour: 0, minute: 0 }, timeZone);
}
