// A basic group becomes a supergroup: another id, the same people, and three updates, in the order in which they were
// recorded: https://github.com/tdlib/telegram-bot-api/issues/266

import { administrator, botIn, isIn, left } from './members.ts';
import { known, ownerOf } from './membership.ts';
import { serviceMessage } from './messages.ts';
import { Misuse } from './refusal.ts';
import { ANONYMOUS_ADMIN } from './special-accounts.ts';
import type { ChatRecord, GroupOrChannel, World } from './state.ts';
import { publishMessage } from './visibility.ts';

export function migrate(world: World, old: ChatRecord): { chat: GroupOrChannel; updates: number[] } {
  const { state, now, publish } = world;
  if (old.chat.type !== 'group' || old.migrated_to !== undefined) {
    throw new Misuse(`${old.chat.title} is not a basic group, so it cannot become a supergroup.`);
  }
  const chat: GroupOrChannel = { id: state.next.supergroup--, type: 'supergroup', title: old.chat.title };
  const founder = ownerOf(old);
  const members = structuredClone(old.members).map((one) =>
    one.status === 'administrator' ? administrator('supergroup', one.user, one) : one,
  );
  // Whether links of the group keep working is uncertain. Here they stay with the group and die with it.
  const record: ChatRecord = { chat, members, links: [], requests: [], answered_requests: [], topics: [] };
  state.chats.push(record);
  old.migrated_to = chat.id;

  const bot = botIn(record, state.bot);
  const change = { old_chat_member: left(state.bot), new_chat_member: bot };
  const arrived = isIn(bot)
    ? publish('my_chat_member', { chat, from: founder, date: now(), ...change })
    : undefined;
  const to = serviceMessage(state, old.chat, founder, now(), { migrate_to_chat_id: chat.id });
  const from = serviceMessage(state, chat, ANONYMOUS_ADMIN, now(), {
    sender_chat: chat,
    migrate_from_chat_id: old.chat.id,
  });
  return { chat, updates: known([arrived, publishMessage(world, to), publishMessage(world, from)]) };
}
