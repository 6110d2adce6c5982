import { fail } from '../lib/result.ts';
import type { LinkAct } from '../links/link-record.ts';
import { ACTS_KEPT_MS } from './act-table.ts';
import { OWN } from './begin.ts';
import type { ObjectParts } from './chat-parts.ts';
import type { StoredLink } from './link-table.ts';

/** A revoke whose answer is still to come: it is repeated until Telegram has closed the link. */
export const createCloseLater =
  ({ acts, jobs, now }: ObjectParts) =>
  (key: string, { id, record }: Pick<StoredLink, 'id' | 'record'>, act: LinkAct): void => {
    if (record.is_revoked || acts.find(key)) return;
    const begun = { kind: 'revoke', url: record.invite_link, isPrimary: false } as const;
    const action = { kind: 'revoke', link: { kind: 'id', id } } as const;
    acts.begin({ key, handling: OWN, deadline: now() }, { action, act, begun }, id, now());
    acts.end(key, 'lost', fail({ kind: 'perhaps_closed', link: record.invite_link }), now());
    jobs.ask('acts', now());
    if (!jobs.isAsked('forget_acts')) jobs.ask('forget_acts', now() + ACTS_KEPT_MS);
  };
