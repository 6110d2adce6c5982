// Reads that name a link: the link itself, its people, its requests to join.

import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { ObjectParts } from './chat-parts.ts';
import type { PeoplePage, PeopleQuestion } from './ledger/ledger-protocol.ts';
import { knownOf } from './link-table.ts';
import type { KnownLink, LinkReference, PagePlace } from './protocol.ts';
import type { RequestPage, RequestQuestion } from './requests/request-protocol.ts';

/** One link as its card shows it. */
export async function showLink(
  { finder, people }: ObjectParts,
  link: LinkReference,
): Promise<Result<KnownLink, Failure>> {
  const id = await finder.prepare(link, false);
  const found = id.ok ? finder.resolve(link, id.value) : id;
  if (!found.ok) return found;
  const { url, stored } = found.value;
  if (!stored) return fail({ kind: 'link_unknown', link: url });
  const { once, only } = stored.record;
  const isForOne = once || only !== undefined;
  const user = isForOne && people({ kind: 'link', link }, stored.id, undefined).stays[0]?.name;
  return ok({ ...knownOf(stored), usedBy: user || undefined });
}

export async function showRequests(
  parts: ObjectParts,
  { link, place }: RequestQuestion,
): Promise<Result<RequestPage, Failure>> {
  const found = link && (await showLink(parts, link));
  if (found && !found.ok) return found;
  return ok({ ...parts.requests.page(found?.value.id, place), link: found?.value });
}

export async function showPeople(
  parts: ObjectParts,
  question: PeopleQuestion,
  place: PagePlace | undefined,
): Promise<Result<PeoplePage, Failure>> {
  const link = question.kind === 'link' ? await showLink(parts, question.link) : undefined;
  if (link && !link.ok) return link;
  return ok({ ...parts.people(question, link?.value.id, place), link: link?.value });
}
