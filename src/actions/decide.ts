// The one way in which a request to join is decided by a press: the object notes who decides, the Worker calls, the object commits.

import { answerRequest } from '../chat/call-telegram.ts';
import type { KnownRequest, RequestId, Verdict } from '../chat/requests/request-protocol.ts';
import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { UserId } from '../lib/units.ts';
import type { ActionContext } from './context.ts';

/** The value is the request as it is by now, no matter who decided; it fails if the request is open still. */
export async function decide(
  id: RequestId,
  verdict: Verdict,
  { records, ask, telegram, chat }: ActionContext,
  agrees?: UserId,
): Promise<Result<KnownRequest, Failure>> {
  const { handling, deadline, act } = ask;
  const decision = { id, verdict, handling, deadline, by: agrees === undefined ? act.by : undefined, agrees };
  const begun = await records.beginDecision(decision);
  if (!begun.ok) return begun;
  if (begun.value.kind === 'over') return ok(begun.value.request);
  const answer = await answerRequest(verdict, chat.id, begun.value.person, telegram);
  const settled = await records.settleDecision(decision, answer);
  const isUnrecorded =
    !settled.ok &&
    (settled.failure.kind === 'records_unavailable' || settled.failure.kind === 'records_full');
  return isUnrecorded && answer.ok ? fail({ kind: 'unrecorded_decision' }) : settled;
}
