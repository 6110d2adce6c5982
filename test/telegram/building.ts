// Building the world: people, chats, members, topics, links of others. The bot hears nothing of it.

import type { User } from '@grammyjs/types';
import { type LinkSettings, makeLink, primaryLink } from './links.ts';
import type { LinkAtTelegram } from './local-telegram.ts';
import { administrator, member, type Rights, restricted, setMember } from './members.ts';
import { ownerOf } from './membership.ts';
import { serviceMessage } from './messages.ts';
import {
  addChat,
  addPerson,
  type ChatRef,
  findPerson,
  findRecord,
  type NewChat,
  type NewPerson,
  type PersonRef,
} from './people-and-chats.ts';
import { Misuse } from './refusal.ts';
import type { ChatRecord, GroupOrChannel, LinkRecord, State, World } from './state.ts';

const TOPIC_COLOR = 0x6fb9f0;

export type Building = ReturnType<typeof createBuilding>;

export const createBuilding = ({ state, now }: World) => ({
  addPerson: (made: NewPerson): User => addPerson(state, made),

  addChat: (made: NewChat): GroupOrChannel => addChat(state, made),

  /** As a member, or with these rights as an administrator. */
  addMember(ref: ChatRef, who: PersonRef, rights?: Rights): void {
    const record = findRecord(state, ref);
    const person = findPerson(state, who);
    setMember(record, rights ? administrator(record.chat.type, person, rights) : member(person));
  },

  /** Under restrictions, though the group's permissions let members invite others. */
  addRestrictedMember(ref: ChatRef, who: PersonRef): void {
    setMember(findRecord(state, ref), restricted(findPerson(state, who), { can_invite_users: true }));
  },

  /** Answers the message_thread_id: the id of the topic's head. */
  addTopic(ref: ChatRef, name: string): number {
    const record = findRecord(state, ref);
    if (record.chat.is_forum !== true) {
      throw new Misuse(`${record.chat.title} is not a forum, so it has no topics.`);
    }
    const what = { forum_topic_created: { name, icon_color: TOPIC_COLOR }, is_topic_message: true };
    const head = serviceMessage(state, record.chat, ownerOf(record), now(), what);
    head.message_thread_id = head.message_id;
    record.topics.push({ id: head.message_id, name });
    return head.message_id;
  },

  /** A link of someone else than the bot; `is_primary` makes it theirs. */
  makeLink(ref: ChatRef, who: PersonRef, settings: LinkSettings = {}): LinkAtTelegram {
    const record = findRecord(state, ref);
    const person = findPerson(state, who);
    checkSettings(record, settings);
    const link = settings.is_primary ? primaryLink(record, person) : makeLink(record, person, settings);
    return linkAtTelegram(state, record, link);
  },
});

/** What an app does not let a person ask for. */
function checkSettings({ chat }: ChatRecord, settings: LinkSettings): void {
  if (settings.creates_join_request && settings.member_limit) {
    throw new Misuse('A link is by approval or has a member limit, not both.');
  }
  if (settings.subscription_price !== undefined && chat.type !== 'channel') {
    throw new Misuse(`Only channels have subscriptions, which ${chat.title} is not.`);
  }
}

/** A link with all that Telegram knows and the Bot API does not tell. */
export function linkAtTelegram(state: State, record: ChatRecord, link: LinkRecord): LinkAtTelegram {
  const pending = record.requests.filter((one) => one.invite_link === link.invite_link).length;
  return structuredClone({
    ...link,
    ...(pending === 0 ? {} : { pending_join_request_count: pending }),
    members: link.members.map((id) => findPerson(state, id)),
  });
}
