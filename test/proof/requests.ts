// Whether what is recorded of requests to join is what Telegram knows, and whether anyone was let in who should not be.

import type { Stage } from '../support/story.ts';
import { isIn, memberOf } from '../telegram/members.ts';
import type { Play } from './scenarios.ts';

interface Recorded {
  readonly person: number;
  readonly state: 'open' | 'approved' | 'declined' | 'gone';
  readonly trouble: string | null;
}

/** Telegram did not say whether a decision counted. */
const UNANSWERED: readonly (string | null)[] = ['no_answer', 'telegram_down'];

/** Whatever fails: no one enters without an admin or a rule, no one is lost, and each is decided at most once. */
export async function wrongRequests(
  { telegram, worker }: Stage,
  chat: number,
  { asked = [], mayEnter = [] }: Pick<Play, 'asked' | 'mayEnter'>,
): Promise<readonly string[]> {
  const record = telegram.state().chats.find((one) => one.chat.id === chat);
  if (!record) return [`no chat ${chat}`];
  const rows = (await worker.chats.sql(
    chat,
    'SELECT person, state, trouble FROM request',
  )) as unknown as readonly Recorded[];
  const wrong: string[] = [];
  for (const person of asked) {
    const own = rows.filter((row) => row.person === person.id);
    const [row] = own;
    const there = isIn(memberOf(record, person)) ? 'approved' : 'declined';
    const truth = record.requests.some(({ user_id }) => user_id === person.id) ? 'open' : there;
    const isPerhaps = row?.state === 'open' && UNANSWERED.includes(row.trouble);
    if (!row || own.length > 1) wrong.push(`${person.first_name} has ${own.length} requests on record`);
    else if (row.state !== truth && !(isPerhaps && truth === 'declined'))
      wrong.push(`${person.first_name} is ${truth}, and recorded as ${row.state}`);
    if (truth === 'approved' && !mayEnter.includes(person))
      wrong.push(`${person.first_name} was let in without an admin or a rule`);
    const decisions = telegram.calls.filter(
      ({ method, ok, params }) =>
        ok &&
        /^(?:approve|decline)ChatJoinRequest$/.test(method) &&
        Number(params.chat_id) === chat &&
        Number(params.user_id) === person.id,
    );
    if (decisions.length > 1) wrong.push(`${person.first_name} was decided ${decisions.length} times`);
  }
  const counts = await worker.chats.sql(
    chat,
    `SELECT waiting, (SELECT COUNT(*) FROM request WHERE state = 'open') AS open FROM chat
     UNION ALL SELECT waiting, (SELECT COUNT(*) FROM request WHERE state = 'open' AND request.link = link.id) FROM link`,
  );
  for (const { waiting, open } of counts)
    if (waiting !== open) wrong.push(`${waiting} wait, ${open} are open`);
  return wrong;
}
