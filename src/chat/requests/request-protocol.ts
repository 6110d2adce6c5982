// What the Worker and a chat's object say to each other about requests to join: plain data.

import type { Failure } from '../../failures.ts';
import type { Milliseconds, UnixSeconds, UserId } from '../../lib/units.ts';
import type { LinkAct } from '../../links/link-record.ts';
import type { MessagePlace } from '../notice.ts';
import type { KnownLink, LinkReference, PagePlace, PagesAround } from '../protocol.ts';

export type Verdict = 'approve' | 'decline';

/** What a request is known by: the moment at which it was made. */
export type RequestId = number;

/** `gone`: Telegram has no such request any more, and does not say why. */
export type RequestState = 'open' | 'approved' | 'declined' | 'gone';

export interface KnownRequest {
  readonly id: RequestId;
  readonly person: UserId;
  readonly name: string;
  readonly username?: string | undefined;
  readonly bio?: string | undefined;
  /** The name of the link, else the link; absent if Telegram did not say by which one. */
  readonly link?: string | undefined;
  readonly askedAt: UnixSeconds;
  readonly state: RequestState;
  /** Who decided. */
  readonly by?: string | undefined;
  /** Why it is still open although a person decided. */
  readonly trouble?: Failure['kind'] | undefined;
}

export interface Decision {
  readonly id: RequestId;
  readonly verdict: Verdict;
  /** Which handling of an update decides: it may ask again if an answer of the object got lost. */
  readonly handling: string;
  /** Until then no one else decides. */
  readonly deadline: Milliseconds;
  /** Absent for an anonymous admin and for a rule. */
  readonly by?: LinkAct['by'] | undefined;
  /** Set if the person agreed to the rules. */
  readonly agrees?: UserId | undefined;
}

export type DecisionBegun =
  | { readonly kind: 'call'; readonly person: UserId }
  | { readonly kind: 'over'; readonly request: KnownRequest };

export interface RequestQuestion {
  /** Absent for all requests of the chat. */
  readonly link?: LinkReference | undefined;
  readonly place?: PagePlace | undefined;
}

/** What the chat's admins chose for requests to join. */
export interface RequestSettings {
  /** Who sees the requests that no maker of a link sees. */
  readonly requests_to: UserId | null;
  /** As HTML. */
  readonly rules: string | null;
}

/** Open requests, newest first. */
export interface RequestPage extends PagesAround {
  readonly requests: readonly KnownRequest[];
  /** How many are open, on all pages. */
  readonly waiting: number;
  /** The link that was asked for. */
  readonly link?: KnownLink | undefined;
}

/** One decision on all requests that are open when it begins. */
export interface Sweep {
  /** The press that began it. */
  readonly key: string;
  /** What its requests are marked with. */
  readonly id: number;
  readonly verdict: Verdict;
  readonly act: LinkAct;
  readonly place: MessagePlace;
  readonly waitsFor?: Failure | undefined;
  readonly stoppedBy?: Failure | undefined;
  readonly isOver: boolean;
}

export interface SweepAsked extends Pick<Sweep, 'key' | 'verdict' | 'act' | 'place'> {
  readonly link?: LinkReference | undefined;
}

/** What is said of it: its requests by what they are now. */
export interface SweepProgress {
  readonly sweep: Sweep;
  readonly counts: Readonly<Partial<Record<RequestState, number>>>;
}
