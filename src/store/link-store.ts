import type { StoreFailure } from '../failures.ts';
import type { Result } from '../lib/result.ts';
import type { ChatId, UnixSeconds } from '../lib/units.ts';
import type { LinkRecord } from '../links/link-record.ts';

/** A chat's last created link. */
export interface LastLink {
  readonly link: string;
  /** The update that made it. */
  readonly update_id: number;
  /** When that update was sent. */
  readonly date: UnixSeconds;
}

/** A chat's last exported primary link. */
export interface PrimaryLink {
  readonly link: string;
  readonly update_id: number;
}

type Read<Value> = Promise<Result<Value | undefined, StoreFailure>>;
type Written = Promise<Result<void, StoreFailure>>;

/**
 * What the bot remembers of links. No operation rejects. A value that was just written elsewhere may not show yet, so
 * `undefined` means "none that can be seen"; a value that is damaged counts as none.
 */
export interface LinkStore {
  lastLink(chat: ChatId): Read<LastLink>;
  primaryLink(chat: ChatId): Read<PrimaryLink>;
  /** `link` in any spelling. */
  record(chat: ChatId, link: string): Read<LinkRecord>;
  saveLastLink(chat: ChatId, last: LastLink): Written;
  savePrimaryLink(chat: ChatId, primary: PrimaryLink): Written;
  /** Replaces what is recorded of the link. */
  saveRecord(chat: ChatId, record: LinkRecord): Written;
}
