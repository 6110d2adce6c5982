// The link store in Workers KV.
//
//   last:<chat id>           {"link", "update_id", "date"}   the chat's last created link
//   primary:<chat id>        {"link", "update_id"}           the bot's primary link in the chat, once it was replaced
//   link:<chat id>:<token>   the link's record; what a list of links needs stands in the metadata too
//
// A chat's commands come one at a time, but those from elsewhere that name it may run beside them. Losing one of two
// writes of a `last:` or `primary:` is harmless, since every link has a key of its own.

import { ok } from '../lib/result.ts';
import { readFields, readInteger, readText } from '../lib/shapes.ts';
import type { ChatId } from '../lib/units.ts';
import { tokenOf } from '../links/invite-link.ts';
import { readLinkRecord } from '../links/link-record.ts';
import { readLinkSummary, toMetadata } from '../links/link-summary.ts';
import type { JsonStore } from './kv.ts';
import type { LastLink, LinkStore, PrimaryLink } from './link-store.ts';

export const lastKey = (chat: ChatId): string => `last:${chat}`;
export const primaryKey = (chat: ChatId): string => `primary:${chat}`;
export const linksPrefix = (chat: ChatId): string => `link:${chat}:`;
const linkKey = (chat: ChatId, link: string): string => linksPrefix(chat) + tokenOf(link);

export function createKvLinkStore(kv: JsonStore): LinkStore {
  return {
    lastLink: (chat) => kv.read(lastKey(chat), readLastLink),
    primaryLink: (chat) => kv.read(primaryKey(chat), readPrimaryLink),
    record: (chat, link) => kv.read(linkKey(chat, link), readLinkRecord),
    records: (chat, tokens) =>
      kv.readAll(
        tokens.map((token) => linkKey(chat, token)),
        readLinkRecord,
      ),
    async list(chat) {
      const prefix = linksPrefix(chat);
      const keys = await kv.list(prefix);
      return keys.ok
        ? ok(keys.value.map(({ name, metadata }) => readLinkSummary(name.slice(prefix.length), metadata)))
        : keys;
    },
    saveLastLink: (chat, { link, update_id, date, message }) =>
      kv.write(lastKey(chat), { link, update_id, date, message }),
    savePrimaryLink: (chat, { link, update_id, message }) =>
      kv.write(primaryKey(chat), { link, update_id, message }),
    saveRecord: (chat, record) =>
      kv.write(linkKey(chat, record.invite_link), record, { metadata: toMetadata(record) }),
  };
}

function readLastLink(value: unknown): LastLink | undefined {
  const primary = readPrimaryLink(value);
  const date = readInteger(readFields(value)?.date);
  return primary && date !== undefined ? { ...primary, date } : undefined;
}

function readPrimaryLink(value: unknown): PrimaryLink | undefined {
  const fields = readFields(value);
  const link = readText(fields?.link);
  const updateId = readInteger(fields?.update_id);
  return link && updateId !== undefined
    ? { link, update_id: updateId, message: readText(fields?.message) }
    : undefined;
}
