import type { UserId } from '../../lib/units.ts';
import type { LinkRecord } from '../../links/link-record.ts';
import type { Verdict } from './request-protocol.ts';

/** What a link's own rule says. A person is compared now: whose a username is, bots cannot ask. */
export function verdictOf(
  { approval, only, is_revoked }: LinkRecord,
  person: UserId,
  username: string | undefined,
): Verdict | undefined {
  if (is_revoked) return undefined;
  if (only !== undefined) return only === person || only === username?.toLowerCase() ? 'approve' : 'decline';
  return approval === 'auto' ? 'approve' : undefined;
}
