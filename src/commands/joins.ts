import { showPeople } from '../actions/people-page.ts';
import type { PeopleQuestion } from '../chat/ledger/ledger-protocol.ts';
import { parseDuration } from '../lib/durations.ts';
import { ok } from '../lib/result.ts';
import { unixTimeOf } from '../lib/time-zones.ts';
import type { UnixSeconds } from '../lib/units.ts';
import { findInviteLinks } from '../links/invite-link.ts';
import { type CommandContext, defineCommand } from './command.ts';
import { whichLink } from './which-link.ts';
import { whichPerson } from './which-person.ts';

export const joins = defineCommand({
  names: ['joins'],
  summary: 'Who came by which link: lately, by a link, a person’s stays, or in a period',
  usage: '[link or its name, a person, 7d, or 2026-11]',
  access: 'admins',
  accepts: ['link', 'chat'],

  async run(typed, context) {
    const { asked } = context;
    const period = typed.words === undefined ? undefined : readPeriod(typed.words, context);
    if (period) return showPeople({ kind: 'period', ...period }, context);
    const hasLink = typed.link !== undefined || findInviteLinks(asked.repliedTexts ?? []).length === 1;
    const person = hasLink ? undefined : whichPerson(typed, asked);
    if (person !== undefined) return showPeople({ kind: 'person', person }, context);
    const isBare = !hasLink && typed.words === undefined && !asked.repliedLink;
    const link = isBare ? ok(undefined) : whichLink(typed, context);
    if (!link.ok) return link;
    const question: PeopleQuestion = link.value ? { kind: 'link', link: link.value } : { kind: 'lately' };
    return showPeople(question, context);
  },
});

/** `7d`, `2 weeks`, or a month as `2026-11`. */
function readPeriod(
  words: string,
  { now, timeZone }: CommandContext,
): { readonly from: UnixSeconds; readonly to: UnixSeconds } | undefined {
  const length = parseDuration(words.toLowerCase());
  if (length && length.seconds > 0) return { from: Math.max(0, now - length.seconds), to: now + 1 };
  const [, year, month] = /^(20\d\d)-(0[1-9]|1[0-2])$/.exec(words) ?? [];
  if (year === undefined) return undefined;
  const first = (after: number) =>
    unixTimeOf(
      {
        year: Number(year) + Math.floor((Number(month) - 1 + after) / 12),
        month: ((Number(month) - 1 + after) % 12) + 1,
        day: 1,
        hour: 0,
        minute: 0,
      },
      timeZone,
    ) ?? 0;
  return { from: first(0), to: first(1) };
}
