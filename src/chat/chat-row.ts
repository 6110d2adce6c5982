// The one row of a chat: its last link, the act that holds the turn, where it has moved, how much is loaded.

import { readJson } from '../lib/shapes.ts';
import type { ChatId, Milliseconds, UserId } from '../lib/units.ts';
import type { Lockdown } from './notice.ts';
import type { LastLink, LinkId } from './protocol.ts';
import { readLastLink } from './published.ts';
import type { Database, Row } from './schema.ts';

export interface ChatRow extends Row {
  chat_id: ChatId;
  last: string | null;
  last_id: LinkId | null;
  /** When `last:` is to be written to Workers KV. */
  last_due: Milliseconds | null;
  last_version: number;
  open_act: string | null;
  /** The lease of the open act. */
  open_until: Milliseconds;
  primary_link: LinkId | null;
  moved_to: ChatId | null;
  handed_over: Milliseconds | null;
  chosen: ChatId | null;
  /** How often all that Workers KV holds of the chat has been read: 2 is enough. */
  passes: number;
  load_cursor: string | null;
  /** How many changes the ledger has recorded on that day. */
  ledger_day: number;
  ledger_changes: number;
  /** 1 if the makers of links are told what happens to them. */
  notices: number;
  /** Set once a person was forgotten. */
  salt: string | null;
  /** How many requests to join are open. */
  waiting: number;
  /** Who chose to see the requests that no maker of a link sees. */
  requests_to: UserId | null;
  /** As HTML. */
  rules: string | null;
  /** The decision on all open requests. */
  sweep: string | null;
  revoked: number;
  lockdown: string | null;
}

export function createChatRow(db: Database) {
  const read = (): ChatRow | undefined => db.first<ChatRow>('SELECT * FROM chat');
  return {
    read,
    set(changes: Partial<ChatRow>): void {
      const columns = Object.keys(changes);
      db.run(
        `UPDATE chat SET ${columns.map((name) => `${name} = ?`).join(', ')}`,
        ...Object.values(changes).map((value) => value ?? null),
      );
    },
    last: (): LastLink | undefined => readLastLink(read()?.last ?? null),
    lockdown(): Lockdown | undefined {
      const text = read()?.lockdown;
      return text ? (readJson(text) as Lockdown) : undefined;
    },
    /** `due` says when Workers KV is to be written; `null` if it holds the value. */
    setLast(last: LastLink, id: LinkId, due: Milliseconds | null): void {
      db.run(
        'UPDATE chat SET last = ?, last_id = ?, last_due = ?, last_version = last_version + 1',
        JSON.stringify(last),
        id,
        due,
      );
    },
  };
}
