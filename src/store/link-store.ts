import type { UnreadableStore, UnwritableStore } from '../failures.ts';
import type { Result } from '../lib/result.ts';
import type { ChatId, UnixSeconds } from '../lib/units.ts';
import type { Ask, LinkRecord } from '../links/link-record.ts';
import type { LinkSummary } from '../links/link-summary.ts';

/** A chat's last created link, and what asked for it. */
export interface LastLink extends Ask {
  readonly link: string;
  /** When the command that made it was sent. */
  readonly date: UnixSeconds;
}

/** The bot's primary link in a chat, and what asked for it. */
export interface PrimaryLink extends Ask {
  readonly link: string;
}

type Read<Value> = Promise<Result<Value, UnreadableStore>>;
type Written = Promise<Result<void, UnwritableStore>>;

/**
 * What the bot remembers of links. No operation rejects. A value that was just written elsewhere may not show yet, so
 * `undefined` means "none that can be seen"; a value that is damaged counts as none.
 */
export interface LinkStore {
  lastLink(chat: ChatId): Read<LastLink | undefined>;
  primaryLink(chat: ChatId): Read<PrimaryLink | undefined>;
  /** `link` in any spelling, or its token. */
  record(chat: ChatId, link: string): Read<LinkRecord | undefined>;
  /** Up to 100 records at once, by token, in the order asked for. */
  records(chat: ChatId, tokens: readonly string[]): Read<readonly (LinkRecord | undefined)[]>;
  /** All of the chat's links, in the order of their tokens; one read for every 1,000 of them. */
  list(chat: ChatId): Read<readonly LinkSummary[]>;
  saveLastLink(chat: ChatId, last: LastLink): Written;
  savePrimaryLink(chat: ChatId, primary: PrimaryLink): Written;
  /** Replaces what is recorded of the link. */
  saveRecord(chat: ChatId, record: LinkRecord): Written;
}
