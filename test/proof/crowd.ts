// People who come to a chat by the bot's links and go again, and whether its ledger says what they did.

import type { Stage } from '../support/story.ts';
import type { GroupOrChannel } from '../telegram/state.ts';

export interface Crowd {
  readonly chat: number;
  /** Someone comes or goes, as the random numbers from 0 to 99 say; perhaps the update is delivered again. */
  move(who: number, how: number, again: boolean): Promise<void>;
  /** How many came or went. */
  readonly moves: number;
  /** What the ledger has wrong. */
  wrong(): Promise<readonly string[]>;
}

export function createCrowd({ telegram, worker }: Stage, chat: GroupOrChannel, size: number): Crowd {
  const people = Array.from({ length: size }, (_, index) =>
    telegram.addPerson({ first_name: `Guest ${index}` }),
  );
  const inside = new Set<number>();
  /** `<person> <link> <how>`, in the order of coming. */
  const truth: { readonly person: number; readonly link: string; how: string }[] = [];
  let moves = 0;
  return {
    chat: chat.id,
    get moves() {
      return moves;
    },

    async move(who, how, again) {
      const person = people[who % size];
      const links = telegram.links(chat.id).filter(({ is_revoked }) => !is_revoked);
      const link = links[how % Math.max(1, links.length)]?.invite_link;
      if (!person || !link) return;
      const wasIn = inside.has(person.id);
      const came = wasIn
        ? { outcome: 'left', updates: await (how % 3 === 0 ? telegram.kick : telegram.leave)(chat, person) }
        : await telegram.join(chat, person, link);
      if (came.outcome === 'refused') return;
      moves++;
      if (wasIn) {
        inside.delete(person.id);
        const stay = truth.findLast((one) => one.person === person.id);
        if (stay) stay.how = how % 3 === 0 ? 'removed' : 'left';
        // Anyone who was banned may come again.
        if (how % 3 === 0) await telegram.unban(chat, person);
      } else {
        inside.add(person.id);
        truth.push({ person: person.id, link, how: 'here' });
      }
      if (again) for (const { update_id } of came.updates) await telegram.redeliver(update_id);
    },

    async wrong() {
      const rows = await worker.chats.sql(
        chat.id,
        `SELECT person || ' ' || COALESCE(json_extract(record, '$.invite_link'), via) || ' ' || COALESCE(how, 'here') AS stay
         FROM stay LEFT JOIN link ON link.id = stay.link ORDER BY person, stay.n`,
      );
      const there = rows.map(({ stay }) => String(stay));
      const wanted = [...truth]
        .sort((one, other) => one.person - other.person)
        .map(({ person, link, how }) => `${person} ${link} ${how}`);
      const at = wanted.findIndex((stay, index) => stay !== there[index]);
      const gaps = await worker.chats.sql(chat.id, 'SELECT * FROM gap');
      return [
        ...(at >= 0 || there.length !== wanted.length
          ? [`${chat.id}: ${wanted[at] ?? 'nothing more'} is recorded as ${there[at]}`]
          : []),
        ...gaps.map((gap) => `${chat.id}: a gap: ${JSON.stringify(gap)}`),
        ...(await wrongCounts(worker, chat.id)),
      ];
    },
  };
}

/** The counts on the links' rows, if they are not those of the stays. */
export async function wrongCounts(worker: Stage['worker'], chat: number): Promise<readonly string[]> {
  const wrong = await worker.chats.sql(
    chat,
    `SELECT id, joined, here FROM link WHERE joined <> (SELECT COUNT(DISTINCT person) FROM stay WHERE stay.link = link.id)
     OR here <> (SELECT COUNT(*) FROM stay WHERE stay.link = link.id AND until IS NULL)`,
  );
  return wrong.map((link) => `${chat}: wrong counts: ${JSON.stringify(link)}`);
}
