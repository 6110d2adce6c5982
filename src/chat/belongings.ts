import type { Milliseconds } from '../lib/units.ts';
import type { LinkRecord } from '../links/link-record.ts';
import type { LinkSettings } from '../links/link-settings.ts';
import type { LedgerBelongings } from './ledger/ledger-protocol.ts';
import type { Lockdown, Notice } from './notice.ts';
import type { LastLink, LinkId } from './protocol.ts';

/** What a group's object hands to its supergroup's. */
export interface Belongings {
  readonly links: readonly { readonly record: LinkRecord; readonly intended?: LinkSettings | undefined }[];
  readonly acts: readonly StoredAct[];
  readonly last?: LastLink | undefined;
  readonly ledger: LedgerBelongings;
  readonly lockdown?: Lockdown | undefined;
  readonly notices: readonly Notice[];
}

export interface StoredAct {
  readonly key: string;
  readonly state: string;
  readonly update_id: number;
  readonly handling: string;
  readonly begun_at: Milliseconds;
  readonly until: Milliseconds;
  readonly link: LinkId | null;
  readonly ask: string;
  readonly outcome: string | null;
  readonly due: Milliseconds | null;
}
