import { ok, type Result } from '../lib/result.ts';
import type { UnixSeconds } from '../lib/units.ts';
import { describeMemory, readChatMemory } from './chat-memory.ts';
import { readKvOptions } from './kv-options.ts';
import { takeSnapshot } from './kv-snapshot.ts';
import type { Wrangler } from './wrangler.ts';
import { createWranglerPlace } from './wrangler-place.ts';

export interface ShowChatDeps {
  readonly wrangler: Wrangler;
  readonly now: UnixSeconds;
  /** In which moments are shown. */
  readonly timeZone: string;
  readonly print: (text: string) => void;
}

/** `npm run kv`: what the bot remembers of a chat. On failure, what happened and what to do. */
export async function showChat(
  args: readonly string[],
  { wrangler, now, timeZone, print }: ShowChatDeps,
): Promise<Result<void, string>> {
  const options = readKvOptions(args);
  if (!options.ok) return options;
  const { chat, isLocal, isJson, where } = options.value;
  const snapshot = await takeSnapshot(chat, createWranglerPlace(wrangler, where));
  if (!snapshot.ok) return snapshot;
  const memory = await readChatMemory(chat, snapshot.value);
  const place = isLocal ? 'the Workers KV of this machine' : 'Workers KV at Cloudflare';
  print(isJson ? JSON.stringify(memory, null, 2) : describeMemory(memory, { now, timeZone, place }));
  return ok(undefined);
}
