// What the Worker and a chat's object say to each other about people: plain data.

import type { UnixSeconds, UserId } from '../../lib/units.ts';
import type { ChatRow } from '../chat-row.ts';
import type { KnownLink, LinkId, LinkReference, PagesAround } from '../protocol.ts';
import type { RequestRow } from '../requests/request-row.ts';
import type { GapRow, HowLeft, StayRow, Via } from './stay-table.ts';

/** How many people came by a link, and how many of them are here. */
export interface PeopleCounts {
  readonly joined: number;
  readonly here: number;
}

/** What came of a change: `found` is a link of this bot's that the object did not know. */
export interface Noted {
  readonly isNew: boolean;
  readonly found?: LinkId;
}

/** Whose stays are meant. */
export type PeopleQuestion =
  | { readonly kind: 'lately' }
  | { readonly kind: 'link'; readonly link: LinkReference }
  | { readonly kind: 'person'; readonly person: UserId }
  /** From one moment up to another. */
  | { readonly kind: 'period'; readonly from: UnixSeconds; readonly to: UnixSeconds };

/** Newest first. */
export interface PeoplePage extends PagesAround {
  readonly stays: readonly Stay[];
  /** Of a period, instead of stays: who came by each way. */
  readonly totals?: readonly Total[];
  /** The link that was asked for. */
  readonly link?: KnownLink | undefined;
  readonly gap?: GapRow | undefined;
}

export interface Stay {
  /** Absent for a person who was forgotten. */
  readonly person?: UserId | undefined;
  readonly name?: string | undefined;
  readonly isBot: boolean;
  readonly via: Via;
  /** The name of the link, else the link. */
  readonly link?: string | undefined;
  /** Who added the person, or whose link it was. */
  readonly by?: string | undefined;
  /** Absent if no one saw it. */
  readonly joinedAt?: UnixSeconds | undefined;
  readonly leftAt?: UnixSeconds | undefined;
  readonly how?: HowLeft | undefined;
}

export interface Total extends PeopleCounts {
  readonly via: Via;
  readonly link?: string | undefined;
}

/** What goes along when a group moves. */
export interface LedgerBelongings {
  readonly stays: readonly StayRow[];
  readonly gaps: readonly GapRow[];
  readonly counts: readonly (PeopleCounts & { readonly id: LinkId })[];
  readonly salt: string | null;
  readonly hasNotices: boolean;
  readonly requests: readonly RequestRow[];
  readonly ofRequests: Pick<ChatRow, 'requests_to' | 'rules' | 'sweep'>;
}
