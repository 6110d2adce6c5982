// What the bot remembers of chats and people beside links.
//
//   chosen:<user id>   the chat that this person manages from the private chat
//   moved:<chat id>    the supergroup that a group has become

import type { UnreadableStore, UnwritableStore } from '../failures.ts';
import { ok, type Result } from '../lib/result.ts';
import { readInteger } from '../lib/shapes.ts';
import type { ChatId, UserId } from '../lib/units.ts';
import type { JsonStore } from './kv.ts';

export interface ChatStore {
  /** `undefined` where the person has chosen none that can be seen. */
  chosenChat(user: UserId): Promise<Result<ChatId | undefined, UnreadableStore>>;
  saveChosenChat(user: UserId, chat: ChatId): Promise<Result<void, UnwritableStore>>;
  /** `undefined` where no move can be seen. */
  movedTo(chat: ChatId): Promise<Result<ChatId | undefined, UnreadableStore>>;
  saveMove(from: ChatId, to: ChatId): Promise<Result<void, UnwritableStore>>;
}

export const movedKey = (chat: ChatId): string => `moved:${chat}`;

export const createKvChatStore = (kv: JsonStore): ChatStore => ({
  async chosenChat(user) {
    const value = await kv.read(`chosen:${user}`);
    return value.ok ? ok(readInteger(value.value)) : value;
  },
  saveChosenChat: (user, chat) => kv.write(`chosen:${user}`, chat),
  async movedTo(chat) {
    const value = await kv.read(`moved:${chat}`);
    return value.ok ? ok(readInteger(value.value)) : value;
  },
  saveMove: (from, to) => kv.write(movedKey(from), to),
});
