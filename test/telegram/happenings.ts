// What people do, each answered with what the bot made of it.

import type { Message, User } from '@grammyjs/types';
import { press } from './buttons.ts';
import { chooseChat } from './chooser.ts';
import * as conversation from './conversation.ts';
import type { Delivery } from './delivery.ts';
import * as joining from './joining.ts';
import type { Happenings, JoinOutcome, Outcome } from './local-telegram.ts';
import { mayDo, type Permission } from './may-do.ts';
import { memberOf } from './members.ts';
import * as membership from './membership.ts';
import { migrate } from './migration.ts';
import { isObject } from './parameters.ts';
import {
  type ChatRef,
  findChat,
  findPerson,
  findRecord,
  makePublic,
  type PersonRef,
} from './people-and-chats.ts';
import { setBlocked } from './private-chats.ts';
import { Misuse } from './refusal.ts';
import type { ChatRecord, UpdateKind, World } from './state.ts';
import { isKind } from './updates.ts';

export function createHappenings(deps: {
  readonly world: World;
  readonly delivery: Delivery;
  /** Queues an update, whether or not the bot listens to its kind. */
  readonly enqueue: (kind: UpdateKind, body: object) => number | undefined;
}): Happenings {
  const { world, delivery } = deps;
  const { state } = world;
  const chat = (ref: ChatRef) => findChat(state, ref);
  const person = (ref: PersonRef): User => findPerson(state, ref);

  async function outcome(update_id: number | undefined, message?: Message): Promise<Outcome> {
    const said = message ? { message: structuredClone(message) } : {};
    if (update_id === undefined) return { update_id, ...said, statuses: [], answers: [], calls: [] };
    return { update_id, ...said, ...(await delivery.handled(update_id)) };
  }

  const outcomes = (ids: readonly number[]): Promise<Outcome[]> => Promise.all(ids.map((id) => outcome(id)));

  /** Who does something in a chat, by default its owner. */
  function performerIn(record: ChatRecord, may: Permission, by: PersonRef | undefined): User {
    const performer = by === undefined ? membership.ownerOf(record) : person(by);
    mayDo(record, performer, may);
    return performer;
  }

  /** Something that an admin does to somebody. */
  async function done(
    ref: ChatRef,
    who: PersonRef,
    may: Permission,
    act: (record: ChatRecord, person: User, by: User) => number[],
    by?: PersonRef,
  ): Promise<Outcome[]> {
    const record = findRecord(state, ref);
    return outcomes(act(record, person(who), performerIn(record, may, by)));
  }

  const came = async ({ updates, ...result }: joining.JoinResult): Promise<JoinOutcome> => ({
    ...result,
    updates: await outcomes(updates),
  });

  return {
    async say(ref, who, text, { asChannel, ...rest } = {}) {
      const channel = asChannel === undefined ? undefined : chat(asChannel);
      const options = { ...rest, asChannel: channel };
      const said = conversation.say(world, chat(ref), person(who), text, options);
      return outcome(said.update_id, said.message);
    },

    async post(ref, text, options) {
      const said = conversation.post(world, chat(ref), text, options);
      return outcome(said.update_id, said.message);
    },

    async edit(ref, messageId, text, by) {
      const author = by === undefined ? undefined : person(by);
      const said = conversation.edit(world, chat(ref), messageId, text, author);
      return outcome(said.update_id, said.message);
    },

    async choose(ref, who) {
      const chosen = chooseChat(world, findRecord(state, ref), person(who));
      return outcome(chosen.update_id, chosen.message);
    },

    async press(ref, place, who, button) {
      const pressed = press(world, chat(ref), place, person(who), button);
      const came = await outcome(pressed.update_id, pressed.message);
      const notice = state.pressed.find((one) => one.id === pressed.id)?.answer;
      return notice ? { ...came, notice } : came;
    },

    join: (ref, who, via) => came(joining.join(world, findRecord(state, ref), person(who), via)),

    async askToJoin(ref, who) {
      const record = findRecord(state, ref);
      if (!record.join_by_request) {
        throw new Misuse(`${record.chat.title} lets nobody ask to join without a link: make it public so.`);
      }
      return came(joining.join(world, record, person(who)));
    },

    bringIn: (ref, who, by) =>
      done(ref, who, 'add_members', (...args) => membership.addMember(world, ...args), by),
    leave: async (ref, who) => outcomes(membership.leave(world, findRecord(state, ref), person(who))),
    kick: (ref, who, by) =>
      done(ref, who, 'can_restrict_members', (...args) => membership.kick(world, ...args), by),
    unban: (ref, who, by) =>
      done(ref, who, 'can_restrict_members', (...args) => membership.unban(world, ...args), by),
    async restrict(ref, who, allowed, by) {
      if (findRecord(state, ref).chat.type !== 'supergroup') {
        throw new Misuse('Only supergroups put members under restrictions.');
      }
      const act = (...args: [ChatRecord, User, User]) => membership.restrict(world, ...args, allowed);
      return done(ref, who, 'can_restrict_members', act, by);
    },
    promote: (ref, who, rights, by) =>
      done(ref, who, 'can_promote_members', (...args) => membership.promote(world, ...args, rights), by),
    demote: (ref, who, by) =>
      done(ref, who, 'can_promote_members', (...args) => membership.demote(world, ...args), by),
    answerRequest: (ref, who, approve, by) =>
      done(ref, who, 'can_invite_users', (...args) => joining.answerRequest(world, ...args, approve), by),

    async endSubscription(ref, who) {
      const record = findRecord(state, ref);
      const member = memberOf(record, person(who));
      if (member.status !== 'member' || member.until_date === undefined) {
        throw new Misuse(`${member.user.first_name} has no subscription to ${record.chat.title}.`);
      }
      return outcomes(membership.leave(world, record, member.user));
    },

    makePublic(ref, username, { byRequest = false, by } = {}) {
      const record = findRecord(state, ref);
      performerIn(record, 'owner', by);
      makePublic(state, record, username, byRequest);
    },

    async migrate(ref, by) {
      const record = findRecord(state, ref);
      performerIn(record, 'owner', by);
      const moved = migrate(world, record);
      return { chat: moved.chat, updates: await outcomes(moved.updates) };
    },

    setBlocked: async (who, isBlocked) => outcome(setBlocked(world, person(who), isBlocked)),

    setBio(who, bio) {
      if (bio === '') delete state.bios[person(who).id];
      else state.bios[person(who).id] = bio;
    },

    async send(update) {
      const [kind, body] = Object.entries(update).find(([name]) => name !== 'update_id') ?? [];
      if (!isKind(kind) || !isObject(body)) throw new Misuse('An update needs one field with a known name.');
      if (
        kind === 'chat_member' &&
        !(isObject(body.new_chat_member) && isObject(body.new_chat_member.user))
      ) {
        throw new Misuse(
          'A chat_member needs the user in new_chat_member: each user has a queue of their own.',
        );
      }
      return outcome(deps.enqueue(kind, body));
    },

    async redeliver(updateId) {
      if (updateId === undefined) throw new Misuse('There was no update, so it cannot be delivered again.');
      return { update_id: updateId, ...(await delivery.redeliver(updateId)) };
    },
  };
}
