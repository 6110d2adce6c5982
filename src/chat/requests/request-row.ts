import type { Failure } from '../../failures.ts';
import type { Milliseconds, UserId } from '../../lib/units.ts';
import { dateOf } from '../ledger/stay-table.ts';
import type { LinkId } from '../protocol.ts';
import type { Row } from '../schema.ts';
import type { KnownRequest, RequestId, RequestState, Verdict } from './request-protocol.ts';

export interface RequestRow extends Row {
  n: RequestId;
  person: UserId;
  name: string | null;
  username: string | null;
  bio: string | null;
  /** The chat's title, for messages elsewhere. */
  title: string | null;
  link: LinkId | null;
  state: RequestState;
  by_id: UserId | null;
  by_name: string | null;
  decided_at: number | null;
  trouble: Failure['kind'] | null;
  /** Until when a decision is under way, and whose; `tried` holds it and earlier ones without an answer. */
  lease: Milliseconds;
  handling: string | null;
  tried: string | null;
  /** What a job is to do with it. */
  auto: Verdict | null;
  sweep: number | null;
}

export const knownOf = (row: RequestRow, link: string | undefined): KnownRequest => ({
  id: row.n,
  person: row.person,
  name: row.name ?? '',
  username: row.username ?? undefined,
  bio: row.bio ?? undefined,
  link,
  askedAt: dateOf(row.n),
  state: row.state,
  by: row.by_name ?? undefined,
  trouble: row.trouble ?? undefined,
});
