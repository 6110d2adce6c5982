// The published copy of a chat's state in Workers KV, readable without a tool of ours.
//
//   last:<chat id>           {"link", "update_id", "date"}   the chat's last created link
//   link:<chat id>:<token>   the link's record

import { readFields, readInteger, readJson, readText } from '../lib/shapes.ts';
import type { ChatId } from '../lib/units.ts';
import { tokenOf } from '../links/invite-link.ts';
import type { LastLink } from './protocol.ts';

export const lastKey = (chat: ChatId): string => `last:${chat}`;
export const linksPrefix = (chat: ChatId): string => `link:${chat}:`;
export const linkKey = (chat: ChatId, url: string): string => linksPrefix(chat) + tokenOf(url);

/** Reads a value of `last:`; `undefined` if it is none. */
export function readLastLink(text: string | null): LastLink | undefined {
  const fields = readFields(text === null ? undefined : readJson(text));
  const link = readText(fields?.link);
  const updateId = readInteger(fields?.update_id);
  const date = readInteger(fields?.date);
  return link && updateId !== undefined && date !== undefined
    ? { link, update_id: updateId, date }
    : undefined;
}
