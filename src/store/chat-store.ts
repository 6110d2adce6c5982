// What the bot remembers of chats and people beside links.
//
//   chosen:<user id>   the chat that this person manages from the private chat
//   moved:<chat id>    the supergroup that a group has become

import type { UnreadableStore, UnwritableStore } from '../failures.ts';
import type { Result } from '../lib/result.ts';
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

const chosenKey = (user: UserId): string => `chosen:${user}`;
export const movedKey = (chat: ChatId): string => `moved:${chat}`;

export const createKvChatStore = (kv: JsonStore): ChatStore => ({
  chosenChat: (user) => kv.read(chosenKey(user), readInteger),
  saveChosenChat: (user, chat) => kv.write(chosenKey(user), chat),
  movedTo: (chat) => kv.read(movedKey(chat), readInteger),
  saveMove: (from, to) => kv.write(movedKey(from), to),
});
