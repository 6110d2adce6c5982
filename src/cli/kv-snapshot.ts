// What Workers KV holds of one chat, for the store that the Worker itself reads with.

import { ok, type Result } from '../lib/result.ts';
import { readJson } from '../lib/shapes.ts';
import type { ChatId } from '../lib/units.ts';
import { movedKey } from '../store/chat-store.ts';
import type { JsonStore } from '../store/kv.ts';
import { lastKey, linksPrefix, primaryKey } from '../store/kv-link-store.ts';
import type { KvPlace } from './kv-place.ts';

/** Reads only: of the chat's links the keys alone, whose metadata holds what a list shows. */
export type KvSnapshot = Pick<JsonStore, 'read' | 'list'>;

/** On failure, a sentence. */
export async function takeSnapshot(chat: ChatId, place: KvPlace): Promise<Result<KvSnapshot, string>> {
  // One after the other: two wranglers at once lock each other out of the local namespace (SQLITE_BUSY).
  const values = await place.get([lastKey(chat), primaryKey(chat), movedKey(chat)]);
  if (!values.ok) return values;
  const keys = await place.list(linksPrefix(chat));
  if (!keys.ok) return keys;
  const listed = keys.value.map(({ key, metadata }) => ({ name: key, metadata }));
  return ok({
    read: async (key, as) => ok(as(readJson(values.value.get(key) ?? ''))),
    list: async (prefix) => ok(listed.filter(({ name }) => name.startsWith(prefix))),
  });
}
