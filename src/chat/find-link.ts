// Which link an admin means: by its URL, its id in a button, its name, or as the chat's last created one. If a doubt is left,
// the failure asks; nothing is guessed.

import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { ObjectParts } from './chat-parts.ts';
import { linkIdOf } from './link-id.ts';
import type { StoredLink } from './link-table.ts';
import type { LinkId, LinkReference } from './protocol.ts';

export interface Found {
  /** As Telegram gave it, if that is known. */
  readonly url: string;
  readonly id: LinkId;
  /** Absent if the object does not know the link. */
  readonly stored?: StoredLink | undefined;
}

/** How many links of one name are offered. */
const CHOICES = 8;
/** How many links of a near name are offered. */
const NEAR = 3;

export function createLinkFinder({ chat, links, loading, doors }: ObjectParts) {
  return {
    taken,

    /**
     * Everything that has to be waited for before `resolve`, which may then run in the chat's turn: the first loading, unless
     * the link is known already or `mayBeUnknown`. The value is the id of a link that was named by its URL.
     */
    async prepare(link: LinkReference, mayBeUnknown: boolean): Promise<Result<LinkId | undefined, Failure>> {
      const id = link.kind === 'url' ? await linkIdOf(link.url) : undefined;
      const isKnown = id !== undefined && (mayBeUnknown || links.byId(id) !== undefined);
      if (!isKnown && !(await loading.isComplete())) return fail({ kind: 'loading' });
      if (link.kind === 'last' && link.published !== undefined && link.published !== chat.last()?.link) {
        const published = await loading.adopt(link.published);
        if (published)
          return fail({ kind: 'which_link', doubt: 'unknown_last', choices: [choiceOf(published)] });
      }
      return ok(id);
    },

    resolve(link: LinkReference, id: LinkId | undefined): Result<Found, Failure> {
      switch (link.kind) {
        case 'url': {
          const stored = id === undefined ? undefined : links.byId(id);
          return ok({ url: stored?.record.invite_link ?? link.url, id: id ?? '', stored });
        }
        case 'id': {
          const stored = links.byId(link.id);
          return stored ? ok(foundOf(stored)) : fail({ kind: 'link_unknown' });
        }
        case 'name':
          return resolveName(link.name);
        case 'last':
          return resolveLast(link.asked);
        case 'door': {
          const behind = doors.resolve(link.door);
          return behind.ok ? ok(foundOf(behind.value)) : behind;
        }
      }
    },
  };

  /** If another active link is called so already, or as the first words say, that one may have been meant. */
  function taken(name: string, id: LinkId, orBegins: boolean): Failure | undefined {
    const words = name.split(' ');
    for (let count = words.length; count > 0; count--) {
      const others = links.byName(words.slice(0, count).join(' '), CHOICES).filter((link) => link.id !== id);
      if (others.length > 0) {
        const doubt = count === words.length ? 'name_taken' : 'name_begins';
        return { kind: 'which_link', doubt, got: name, choices: others.map((link) => choiceOf(link)) };
      }
      if (!orBegins) return undefined;
    }
    return undefined;
  }

  function resolveName(name: string): Result<Found, Failure> {
    const [found, ...others] = links.byName(name, CHOICES);
    if (!found) {
      const over = links.over(name, NEAR).map((link) => choiceOf(link, [link.state]));
      const choices = [...over, ...links.near(name, NEAR).map((link) => choiceOf(link))];
      return fail({ kind: 'which_link', doubt: 'none_named', got: name, choices });
    }
    if (others.length === 0) return ok(foundOf(found));
    const choices = [found, ...others].map((link) => choiceOf(link, tellApart(link)));
    return fail({ kind: 'which_link', doubt: 'several_named', got: name, choices });
  }

  function resolveLast(asked: number): Result<Found, Failure> {
    const row = chat.read();
    const last = chat.last();
    if (!row?.last_id || !last) return fail({ kind: 'which_link', doubt: 'none_made' });
    // A command that was sent before that link was made cannot mean it.
    if (last.date > asked) return fail({ kind: 'which_link', doubt: 'newer_link_made' });
    const stored = links.byId(row.last_id);
    return ok(stored ? foundOf(stored) : { url: last.link, id: row.last_id });
  }
}

const foundOf = (stored: StoredLink): Found => ({ url: stored.record.invite_link, id: stored.id, stored });

export const choiceOf = ({ id, record }: StoredLink, facts: readonly string[] = []) => ({
  id,
  title: [record.name ?? record.invite_link, ...facts].join(' – '),
});

/** What links of one name differ in. */
function tellApart({ record: { made, member_limit: limit } }: StoredLink): readonly string[] {
  const at = made && new Date(made.date * 1000).toISOString().slice(0, 16).replace('T', ' ');
  return [at, made?.by?.name, limit && `at most ${limit}`].filter((fact) => typeof fact === 'string');
}
