// What people do, each answered with what the bot made of it: it happens, and the bot hears of it as it would.

import type { Message, User } from '@grammyjs/types';
import { type Place, press } from './buttons.ts';
import { chooseChat } from './chooser.ts';
import * as conversation from './conversation.ts';
import type { Delivery } from './delivery.ts';
import * as joining from './joining.ts';
import type { JoinOutcome, Outcome, PressOutcome } from './local-telegram.ts';
import { mayDo, type Permission } from './may-do.ts';
import { memberOf, type Rights, type restricted } from './members.ts';
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

interface Saying extends Omit<conversation.SayOptions, 'asChannel'> {
  /** In the name of another chat. */
  readonly asChannel?: ChatRef | undefined;
}

type Act = (world: World, record: ChatRecord, person: User, by: User) => number[];

export type Happenings = ReturnType<typeof createHappenings>;

export function createHappenings(deps: {
  readonly world: World;
  readonly delivery: Delivery;
  /** Queues an update, whether or not the bot listens to its kind. */
  readonly enqueue: (kind: UpdateKind, body: object) => number | undefined;
}) {
  const { world, delivery } = deps;
  const { state } = world;
  const person = (ref: PersonRef): User => findPerson(state, ref);

  async function outcome(update_id: number | undefined, message?: Message): Promise<Outcome> {
    const said = message ? { message: structuredClone(message) } : {};
    if (update_id === undefined) return { update_id, ...said, statuses: [], answers: [], calls: [] };
    return { update_id, ...said, ...(await delivery.handled(update_id)) };
  }

  const outcomes = (ids: readonly number[]): Promise<Outcome[]> => Promise.all(ids.map((id) => outcome(id)));
  const told = ({ update_id, message }: conversation.Said) => outcome(update_id, message);

  /** Who does something in a chat, by default its owner. */
  function performerIn(record: ChatRecord, may: Permission, by: PersonRef | undefined): User {
    const performer = by === undefined ? membership.ownerOf(record) : person(by);
    mayDo(record, performer, may);
    return performer;
  }

  /** Something that an admin does to someone: the owner, if no one else is named. */
  const action =
    (may: Permission, act: Act) =>
    async (ref: ChatRef, who: PersonRef, by?: PersonRef): Promise<Outcome[]> => {
      const record = findRecord(state, ref);
      return outcomes(act(world, record, person(who), performerIn(record, may, by)));
    };

  const came = async ({ updates, ...result }: joining.JoinResult): Promise<JoinOutcome> => ({
    ...result,
    updates: await outcomes(updates),
  });

  return {
    async say(ref: ChatRef, who: PersonRef, text: string, { asChannel, ...rest }: Saying = {}) {
      const channel = asChannel === undefined ? undefined : findChat(state, asChannel);
      const options = { ...rest, asChannel: channel };
      return told(conversation.say(world, findChat(state, ref), person(who), text, options));
    },

    async post(ref: ChatRef, text: string, options?: Pick<Saying, 'replyTo' | 'date'>) {
      return told(conversation.post(world, findChat(state, ref), text, options));
    },

    async edit(ref: ChatRef, messageId: number, text: string, by?: PersonRef) {
      const author = by === undefined ? undefined : person(by);
      return told(conversation.edit(world, findChat(state, ref), messageId, text, author));
    },

    /** In the private chat, after the bot's buttons for it: shares a chat with the bot by Telegram's own chooser. */
    async choose(ref: ChatRef, who: PersonRef) {
      return told(chooseChat(world, findRecord(state, ref), person(who)));
    },

    async press(ref: ChatRef, place: Place, who: PersonRef, button: string): Promise<PressOutcome> {
      const pressed = press(world, findChat(state, ref), place, person(who), button);
      const came = await outcome(pressed.update_id, pressed.message);
      const notice = state.pressed.find((one) => one.id === pressed.id)?.answer;
      return notice ? { ...came, notice } : came;
    },

    async join(ref: ChatRef, who: PersonRef, via?: string) {
      return came(joining.join(world, findRecord(state, ref), person(who), via));
    },

    /** Without a link, where a public supergroup asks for it. */
    async askToJoin(ref: ChatRef, who: PersonRef) {
      const record = findRecord(state, ref);
      if (!record.join_by_request) {
        throw new Misuse(`${record.chat.title} lets no one ask to join without a link: make it public so.`);
      }
      return came(joining.join(world, record, person(who)));
    },

    /** Takes back one's request to join, of which the bot hears nothing. */
    withdraw: (ref: ChatRef, who: PersonRef): void => joining.withdraw(findRecord(state, ref), person(who)),

    async leave(ref: ChatRef, who: PersonRef) {
      return outcomes(membership.leave(world, findRecord(state, ref), person(who)));
    },

    /** Adds someone, or the bot. */
    bringIn: action('add_members', membership.addMember),
    /** Bans someone; in a basic group, which knows no bans, removes them. */
    kick: action('can_restrict_members', membership.kick),
    unban: action('can_restrict_members', membership.unban),
    demote: action('can_promote_members', membership.demote),

    async restrict(
      ref: ChatRef,
      who: PersonRef,
      allowed?: Parameters<typeof restricted>[1],
      by?: PersonRef,
    ): Promise<Outcome[]> {
      if (findRecord(state, ref).chat.type !== 'supergroup') {
        throw new Misuse('Only supergroups put members under restrictions.');
      }
      const act: Act = (...given) => membership.restrict(...given, allowed);
      return action('can_restrict_members', act)(ref, who, by);
    },

    promote(ref: ChatRef, who: PersonRef, rights: Rights, by?: PersonRef) {
      const act: Act = (...given) => membership.promote(...given, rights);
      return action('can_promote_members', act)(ref, who, by);
    },

    /** An admin approves or declines a request to join. */
    answerRequest(ref: ChatRef, who: PersonRef, approve: boolean, by?: PersonRef) {
      const act: Act = (...given) => joining.answerRequest(...given, approve);
      return action('can_invite_users', act)(ref, who, by);
    },

    /** Ends now what would end by itself after thirty days. */
    async endSubscription(ref: ChatRef, who: PersonRef) {
      const record = findRecord(state, ref);
      const member = memberOf(record, person(who));
      if (member.status !== 'member' || member.until_date === undefined) {
        throw new Misuse(`${member.user.first_name} has no subscription to ${record.chat.title}.`);
      }
      return outcomes(membership.leave(world, record, member.user));
    },

    /** Gives a supergroup or channel a name; `byRequest`: anyone who comes without a link asks first. */
    makePublic(ref: ChatRef, username: string, byRequest = false, by?: PersonRef): void {
      const record = findRecord(state, ref);
      performerIn(record, 'owner', by);
      makePublic(state, record, username, byRequest);
    },

    /** A basic group becomes a supergroup, which is answered. */
    async migrate(ref: ChatRef, by?: PersonRef) {
      const record = findRecord(state, ref);
      performerIn(record, 'owner', by);
      const moved = migrate(world, record);
      return { chat: moved.chat, updates: await outcomes(moved.updates) };
    },

    /** Blocks the bot, or unblocks it, as writing to it does. */
    async setBlocked(who: PersonRef, isBlocked: boolean) {
      return outcome(setBlocked(world, person(who), isBlocked));
    },

    /** Shown to the bot with a request to join. */
    setBio(who: PersonRef, bio: string): void {
      if (bio === '') delete state.bios[person(who).id];
      else state.bios[person(who).id] = bio;
    },

    /** Any update at all, without update_id: even of a kind that the bot does not listen to, even malformed inside. */
    async send(update: object): Promise<Outcome> {
      const [kind, body] = Object.entries(update).find(([name]) => name !== 'update_id') ?? [];
      if (!isKind(kind) || !isObject(body)) throw new Misuse('An update needs one field with a known name.');
      const { new_chat_member: member } = body;
      if (kind === 'chat_member' && !(isObject(member) && isObject(member.user))) {
        throw new Misuse(
          'A chat_member needs the user in new_chat_member: each user has a queue of their own.',
        );
      }
      return outcome(deps.enqueue(kind, body));
    },

    async redeliver(updateId: number | undefined): Promise<Outcome> {
      if (updateId === undefined) throw new Misuse('There was no update, so it cannot be delivered again.');
      return { update_id: updateId, ...(await delivery.redeliver(updateId)) };
    },
  };
}
