// What a chat's jobs have to say, as facts, and where: the bot turns them into words.

import type { Failure } from '../failures.ts';
import type { ChatId, UserId } from '../lib/units.ts';
import type { LinkAct } from '../links/link-record.ts';
import type { DoorNews } from './doors/door-protocol.ts';
import type { Done, KnownLink, LinkId } from './protocol.ts';
import type { KnownRequest, RequestId, SweepProgress } from './requests/request-protocol.ts';

/** Where something was asked, for what has to be said later. */
export interface Place {
  readonly chat: ChatId;
  readonly topic?: number | undefined;
  /** Who asked; absent for an anonymous admin. */
  readonly person?: UserId | undefined;
  /** The title of the chat that it is about, if that is another one. */
  readonly about?: string | undefined;
}

/** A message of the bot that is to show what goes on; `ephemeral` is the number of one that only `person` sees. */
export interface MessagePlace extends Place {
  readonly message: number;
  readonly ephemeral?: number | undefined;
}

export interface Lockdown {
  /** The press that began it. */
  readonly key: string;
  readonly act: LinkAct;
  readonly place: MessagePlace;
  /** The number of the last link that was tried in this pass. */
  readonly reached: number;
  readonly pass: number;
  /** Links closed, once no more can be. */
  readonly closed?: number | undefined;
  /** How many links were revoked before it began. */
  readonly revokedBefore: number;
  /** Links that stay open and why, by id; and those of which only the record stays open. */
  readonly troubles: Readonly<Record<LinkId, Trouble>>;
  readonly waitsFor?: Failure | undefined;
  readonly stoppedBy?: Failure | undefined;
  readonly primary?: 'replaced' | Failure | undefined;
  readonly isOver: boolean;
  /** Set if the object takes no more writes: it goes on at the next press only. */
  readonly isUnsaved?: true | undefined;
}

export interface Trouble {
  readonly link: string;
  readonly failure: Failure;
}

/** What is said of a lockdown. */
export interface LockdownProgress {
  readonly lockdown: Lockdown;
  readonly closed: number;
  readonly open: number;
  /** How many doors there are; all are paused. */
  readonly doors: number;
  /** Creates without an answer in the last 48 hours: links that may exist. */
  readonly perhapsMade: number;
}

/** What a job has to say, as facts. */
export type News =
  /** An act whose caller got no answer; or a refusal that came after that. */
  | { readonly kind: 'interrupted'; readonly failure: Failure }
  /** A revoke that Telegram has answered at last. */
  | { readonly kind: 'closed'; readonly done: Done }
  /** A link of this bot's that was unknown: a person joined by it. */
  | { readonly kind: 'found'; readonly link: KnownLink }
  /** What a link's maker is told, if notices are on; `busy` came in ten minutes. */
  | { readonly kind: 'full' | 'expires'; readonly link: KnownLink }
  | { readonly kind: 'busy'; readonly link: KnownLink; readonly joined: number }
  | DoorNews
  | { readonly kind: 'lockdown'; readonly progress: LockdownProgress }
  | { readonly kind: 'request'; readonly request: KnownRequest }
  /** Many ask to join at once: how many requests are open. */
  | { readonly kind: 'waiting'; readonly count: number }
  /** The chat's rules, for a person who asks to join. */
  | { readonly kind: 'rules'; readonly id: RequestId; readonly rules: string }
  | { readonly kind: 'sweep'; readonly progress: SweepProgress };

/** `key` is what the notice is known by: a later one of the same key replaces it. */
export interface Notice {
  readonly key: string;
  readonly place: Place | MessagePlace;
  /** The chat that it is about. */
  readonly chat: ChatId;
  /** Who is told instead of a person who may not invite there any more. */
  readonly otherwise?: UserId | undefined;
  readonly news: News;
}
