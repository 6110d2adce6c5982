// A basic group becomes a supergroup: another id, the same people, and a service message on either side.

import { ownerOf } from './membership.ts';
import { serviceMessage } from './messages.ts';
import { Misuse } from './refusal.ts';
import type { ChatRecord, GroupOrChannel, World } from './state.ts';
import { publishMessage } from './visibility.ts';

export function migrate(world: World, old: ChatRecord): { chat: GroupOrChannel; updates: number[] } {
  const { state, now } = world;
  if (old.chat.type !== 'group' || old.migrated_to !== undefined) {
    throw new Misuse(`${old.chat.title} is not a basic group, so it cannot become a supergroup.`);
  }
  const chat: GroupOrChannel = { id: state.next.supergroup--, type: 'supergroup', title: old.chat.title };
  const founder = ownerOf(old);
  const left = publishMessage(
    world,
    serviceMessage(state, old.chat, founder, now(), { migrate_to_chat_id: chat.id }),
  );
  // Whether links of the group keep working is uncertain. Here they stay with the group and die with it.
  state.chats.push({
    chat,
    members: structuredClone(old.members),
    links: [],
    requests: [],
    answered_requests: [],
    topics: [],
  });
  old.migrated_to = chat.id;
  const arrived = publishMessage(
    world,
    serviceMessage(state, chat, founder, now(), { migrate_from_chat_id: old.chat.id }),
  );
  return { chat, updates: [left, arrived].filter((id) => id !== undefined) };
}
