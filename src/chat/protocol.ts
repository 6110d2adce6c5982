// The messages between the Worker and a chat's object: plain data, since it crosses between isolates.

import type { KVNamespace } from '@cloudflare/workers-types';
import type { Failure, TelegramFailure } from '../failures.ts';
import type { Result } from '../lib/result.ts';
import type { ChatId, Milliseconds, UnixSeconds, UserId } from '../lib/units.ts';
import type { DoorReference } from '../links/door.ts';
import type { LinkAct, LinkRecord } from '../links/link-record.ts';
import type { LinkSettings } from '../links/link-settings.ts';
import type { TypedOptions } from '../links/option-values.ts';
import type { JoinRequest } from '../telegram/join-requests.ts';
import type { MemberChange } from '../telegram/membership.ts';
import type { ActRow } from './act-table.ts';
import type { DoorAim, DoorAsk, DoorChange, DoorSight, KnownDoor } from './doors/door-protocol.ts';
import type {
  LedgerBelongings,
  Noted,
  PeopleCounts,
  PeoplePage,
  PeopleQuestion,
} from './ledger/ledger-protocol.ts';
import type { Lockdown, LockdownProgress, Notice, Place } from './notice.ts';
import type {
  Decision,
  DecisionBegun,
  KnownRequest,
  RequestPage,
  RequestQuestion,
  RequestSettings,
  SweepAsked,
  SweepProgress,
} from './requests/request-protocol.ts';

/** The first characters of a hash of the link's token: the same in every object, and no way to the link. */
export type LinkId = string;

/** A link as the object knows it. */
export interface KnownLink {
  readonly id: LinkId;
  readonly record: LinkRecord;
  readonly people?: PeopleCounts | undefined;
  /** How many ask to join by it, at most: Telegram does not tell of those who withdraw. */
  readonly waiting?: number | undefined;
  /** Who came by a link for one person. */
  readonly usedBy?: string | undefined;
}

export type LinkReference =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'id'; readonly id: LinkId }
  /** The one active link of this name, capitals aside. */
  | { readonly kind: 'name'; readonly name: string }
  /**
   * The chat's last created link. `asked` is when the command was sent: it cannot mean a link made later. `published` is the
   * link under `last:` in Workers KV, which the object may not know.
   */
  | { readonly kind: 'last'; readonly asked: UnixSeconds; readonly published?: string | undefined }
  /** The link behind a door. Its revoke closes the door, too. */
  | { readonly kind: 'door'; readonly door: DoorReference };

/** What changes something at Telegram. */
export type Action =
  | {
      readonly kind: 'create';
      readonly settings: LinkSettings;
      readonly asked: UnixSeconds;
      /** A new link behind a door has the settings of the one before it. */
      readonly door?: DoorAsk | undefined;
      /** A link that is made again has the settings of that closed one. */
      readonly like?: LinkId | undefined;
    }
  | {
      readonly kind: 'edit';
      readonly link: LinkReference;
      readonly typed: TypedOptions;
      /** Set if the name may also have been meant as the one of another link, or of what begins so. */
      readonly named?: 'by words' | 'in quotes' | undefined;
    }
  | { readonly kind: 'revoke'; readonly link: LinkReference }
  | { readonly kind: 'export' };

/** One act that an admin asks for. */
export interface Ask {
  /** What the act is known by when it is asked for again: see `actKey`. */
  readonly key: string;
  /** Which handling of an update asks. The same one may ask again when an answer of the object got lost. */
  readonly handling: string;
  readonly action: Action;
  readonly act: LinkAct;
  /** Absent if nothing has to be said later. */
  readonly place?: Place | undefined;
  /** When the Worker gives up: until then the act holds the chat's turn. */
  readonly deadline: Milliseconds;
}

/** What is to be called at Telegram, or what this act came to before. */
export type Begun =
  | { readonly kind: 'create'; readonly settings: LinkSettings; readonly aim?: DoorAim | undefined }
  | { readonly kind: 'edit'; readonly url: string; readonly settings: LinkSettings }
  | { readonly kind: 'revoke'; readonly url: string; readonly isPrimary: boolean }
  | { readonly kind: 'export' }
  | { readonly kind: 'settled'; readonly outcome: Outcome };

/** What Telegram answered to the call. */
export type Answer = Result<Answered, TelegramFailure>;

export type Answered =
  /** A ChatInviteLink, as a record without its acts. */
  | { readonly kind: 'link'; readonly link: LinkRecord; readonly successor?: string | undefined }
  /** `died` is the primary link before it, if Telegram said which one that was. */
  | { readonly kind: 'exported'; readonly url: string; readonly died?: string | undefined };

export type Outcome = Result<Done, Failure>;

/** What came of an act. */
export interface Done {
  readonly link: KnownLink;
  /** How the link was before an edit. */
  readonly before?: LinkRecord | undefined;
  /** Set if an earlier edit of the link got no answer, so that this one has set its settings again. */
  readonly isSetAgain?: true | undefined;
  /** The primary link that Telegram made in the place of a revoked one; `unknown` if it did not say which. */
  readonly successor?: { readonly url: string } | 'unknown' | undefined;
  /** The primary link that stopped working. */
  readonly died?: string | undefined;
  /** The chat's last created link, as it was after the act. */
  readonly last?: string | undefined;
}

/** A page of a chat's links, newest first. */
export interface LinkPage extends PagesAround {
  readonly links: readonly KnownLink[];
  readonly counts: Counts;
}

/** Where the pages before and after one begin, if there are more. */
export interface PagesAround {
  readonly newer?: PagePlace | undefined;
  readonly older?: PagePlace | undefined;
}

/** The links before or after the one with this number, in the order of making. */
export interface PagePlace {
  readonly direction: 'newer' | 'older';
  readonly than: number;
}

export interface Counts {
  readonly active: number;
  readonly expired: number;
  readonly revoked: number;
}

/** How many of the object's changes Workers KV does not have yet. */
export interface Lag {
  /** Keys that KV does not hold yet as they are, and whether there are more than were counted. */
  readonly keys: number;
  readonly isMore: boolean;
  /** Whether everything that KV holds of the chat has been read. */
  readonly isLoaded: boolean;
}

/** The value of `last:<chat id>` in Workers KV. */
export interface LastLink {
  readonly link: string;
  readonly update_id: number;
  /** When the command that made it was sent. */
  readonly date: UnixSeconds;
}

/** What a group's object hands to its supergroup's. */
export interface Belongings {
  readonly links: readonly { readonly record: LinkRecord; readonly intended?: LinkSettings | undefined }[];
  readonly acts: readonly ActRow[];
  readonly last?: LastLink | undefined;
  readonly ledger: LedgerBelongings;
  readonly lockdown?: Lockdown | undefined;
  readonly notices: readonly Notice[];
}

/** What a chat's object does for the Worker. */
export interface ChatMethods {
  /** Stores the intent, and answers what to call; see begin.ts. */
  begin(ask: Ask): Promise<Result<Begun, Failure>>;
  /** Commits what Telegram answered. Safe to repeat, and to come late. */
  settle(key: string, answer: Answer): Promise<Outcome>;
  find(link: LinkReference): Promise<Result<KnownLink, Failure>>;
  /** Reads a page: all, or `active`, `expired`, `revoked`, or those with the text in their name, maker or link. */
  list(filter: string, place?: PagePlace): Promise<Result<LinkPage, Failure>>;
  /** How many additional links are active. */
  countOpen(): Promise<Result<number, Failure>>;
  /** Begins to close all of them, unless that is under way. What comes of it is shown in the message. */
  lockDown(lockdown: Pick<Lockdown, 'key' | 'act' | 'place'>): Promise<Result<LockdownProgress, Failure>>;
  lag(): Promise<Result<Lag, Failure>>;
  /** Records that a person came or went. Safe to repeat. */
  note(change: MemberChange): Promise<Result<Noted, Failure>>;
  /** Records that a person asks to join. Safe to repeat. */
  noteRequest(request: JoinRequest): Promise<Result<Noted, Failure>>;
  /** Answers what to call for a decision, or what was decided before. */
  beginDecision(decision: Decision): Promise<Result<DecisionBegun, Failure>>;
  /** Commits what Telegram answered; it fails if the request stays open. Safe to repeat, and to come late. */
  settleDecision(
    decision: Decision,
    answer: Result<true, TelegramFailure>,
  ): Promise<Result<KnownRequest, Failure>>;
  /** Reads a page of open requests. */
  requests(question: RequestQuestion): Promise<Result<RequestPage, Failure>>;
  /** Begins to decide all open requests, unless that is under way. */
  decideAll(asked: SweepAsked): Promise<Result<SweepProgress, Failure>>;
  /** Changes what is given; the value is all. */
  requestSettings(change: Partial<RequestSettings>): Promise<Result<RequestSettings, Failure>>;
  /** Reads a page of people's stays. */
  people(question: PeopleQuestion, place?: PagePlace): Promise<Result<PeoplePage, Failure>>;
  /** Whether the makers of links are told what happens to them; the value is how it is then. */
  setNotices(areOn: boolean | undefined): Promise<Result<boolean, Failure>>;
  /** Erases a person from the ledger; the value is how many stays they had. */
  forget(person: UserId): Promise<Result<number, Failure>>;
  /** All doors, which are told how the chat is called and where the Worker is. */
  doors(sight: DoorSight): Promise<Result<readonly KnownDoor[], Failure>>;
  /** `key` is what the change is known by when it is asked for again. */
  changeDoor(door: DoorReference, change: DoorChange, key: string): Promise<Result<KnownDoor, Failure>>;
  /** Moves everything to the object of the supergroup that the group has become. */
  handOver(to: ChatId): Promise<Result<undefined, Failure>>;
  takeOver(belongings: Belongings): Promise<void>;
  /** In the object of a private chat: the chat that the person manages from there. */
  chosen(): Promise<Result<ChatId | undefined, Failure>>;
  choose(chat: ChatId): Promise<Result<undefined, Failure>>;
}

/**
 * The binding `CHAT`. The platform's own type of it computes what RPC makes of each method's result; the compiler does not come
 * to an end with these unions, and nothing here is changed on its way: all of it is plain data.
 */
interface ChatNamespace {
  /** A stub of the object, which breaks when the object is reset: ask for a new one then. */
  getByName(name: string): ChatMethods;
}

/** The bindings that a chat's object uses, and the Worker with it. */
export interface ChatEnv {
  readonly INVITE_LINKS: KVNamespace;
  readonly CHAT: ChatNamespace;
  readonly LEDGER_DAYS?: unknown;
}
