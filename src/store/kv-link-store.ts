// The link store in Workers KV.
//
//   last:<chat id>           {"link", "update_id", "date"}   the chat's last created link
//   primary:<chat id>        {"link", "update_id"}           the chat's last exported primary link
//   link:<chat id>:<token>   the link's record; what a list of links needs stands in the metadata too
//
// A chat's commands come one at a time, but those from elsewhere that name it may run beside them. Losing one of two
// writes of a `last:` or `primary:` is harmless, since every link has a key of its own.

import { cut } from '../lib/html.ts';
import { ok } from '../lib/result.ts';
import { readFields, readInteger, readText } from '../lib/shapes.ts';
import type { ChatId } from '../lib/units.ts';
import { parseInviteLink } from '../links/invite-link.ts';
import { type LinkRecord, readLinkRecord } from '../links/link-record.ts';
import { readLinkSettings } from '../links/link-settings.ts';
import type { JsonStore } from './kv.ts';
import type { LastLink, LinkStore, PrimaryLink } from './link-store.ts';

/** Keeps the metadata far below KV's 1,024 bytes. */
const MAKER_CHARACTERS = 32;

const lastKey = (chat: ChatId): string => `last:${chat}`;
const primaryKey = (chat: ChatId): string => `primary:${chat}`;
// A link in an unknown form is still kept, under its whole text.
const linkKey = (chat: ChatId, link: string): string =>
  `link:${chat}:${parseInviteLink(link)?.token ?? link}`;

export function createKvLinkStore(kv: JsonStore): LinkStore {
  return {
    async lastLink(chat) {
      const value = await kv.read(lastKey(chat));
      return value.ok ? ok(readLastLink(value.value)) : value;
    },
    async primaryLink(chat) {
      const value = await kv.read(primaryKey(chat));
      return value.ok ? ok(readPrimaryLink(value.value)) : value;
    },
    async record(chat, link) {
      const value = await kv.read(linkKey(chat, link));
      return value.ok ? ok(readLinkRecord(value.value)) : value;
    },
    saveLastLink: (chat, last) => kv.write(lastKey(chat), last),
    savePrimaryLink: (chat, primary) => kv.write(primaryKey(chat), primary),
    saveRecord: (chat, record) =>
      kv.write(linkKey(chat, record.invite_link), record, { metadata: metadataOf(record) }),
  };
}

const metadataOf = (record: LinkRecord) => ({
  ...readLinkSettings({ ...record }),
  ...(record.is_primary && { is_primary: true }),
  ...(record.is_revoked && { is_revoked: true }),
  ...(record.made && {
    made: {
      ...(record.made.by && { by: cut(record.made.by.name, MAKER_CHARACTERS) }),
      date: record.made.date,
    },
  }),
});

function readLastLink(value: unknown): LastLink | undefined {
  const fields = readFields(value);
  const primary = readPrimaryLink(value);
  const date = readInteger(fields?.date);
  return primary && date !== undefined ? { ...primary, date } : undefined;
}

function readPrimaryLink(value: unknown): PrimaryLink | undefined {
  const fields = readFields(value);
  const link = readText(fields?.link);
  const updateId = readInteger(fields?.update_id);
  return link && updateId !== undefined ? { link, update_id: updateId } : undefined;
}
