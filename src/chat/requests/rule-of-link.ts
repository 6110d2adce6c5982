import type { LinkRecord } from '../../links/link-record.ts';
import type { JoinRequest } from '../../telegram/join-requests.ts';
import type { Verdict } from './request-protocol.ts';

/** What a link's own rule says. A person is compared now: whose a username is, bots cannot ask. */
export function verdictOf(
  { approval, only, is_revoked }: LinkRecord,
  { person, username }: JoinRequest,
): Verdict | undefined {
  if (is_revoked) return undefined;
  if (only !== undefined)
    return only === person.id || only === username?.toLowerCase() ? 'approve' : 'decline';
  return approval === 'auto' ? 'approve' : undefined;
}
