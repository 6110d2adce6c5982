// What people do, each answered with what the bot made of it.

import type { Message, User } from '@grammyjs/types';
import { press } from './buttons.ts';
import { chooseChat } from './chooser.ts';
import * as conversation from './conversation.ts';
import type { Delivery } from './delivery.ts';
import type { LocalTelegram, Outcome } from './local-telegram.ts';
import * as membership from './membership.ts';
import { migrate } from './migration.ts';
import { isObject } from './parameters.ts';
import { type ChatRef, findChat, findPerson, findRecord, type PersonRef } from './people-and-chats.ts';
import { Misuse } from './refusal.ts';
import type { ChatRecord, UpdateKind, World } from './state.ts';
import { isKind } from './updates.ts';

type Happenings = Pick<
  LocalTelegram,
  | 'say'
  | 'post'
  | 'edit'
  | 'press'
  | 'choose'
  | 'join'
  | 'bringIn'
  | 'leave'
  | 'kick'
  | 'promote'
  | 'demote'
  | 'answerRequest'
  | 'migrate'
  | 'send'
  | 'redeliver'
>;

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

  /** Something that an admin, by default the owner, does to somebody. */
  async function done(
    ref: ChatRef,
    who: PersonRef,
    act: (record: ChatRecord, person: User, by: User) => number[],
    by?: PersonRef,
  ): Promise<Outcome[]> {
    const record = findRecord(state, ref);
    const performer = by === undefined ? membership.ownerOf(record) : person(by);
    return outcomes(act(record, person(who), performer));
  }

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

    async edit(ref, messageId, text) {
      const said = conversation.edit(world, chat(ref), messageId, text);
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

    async join(ref, who, via) {
      const joined = membership.join(world, findRecord(state, ref), person(who), via);
      return { ...joined, updates: await outcomes(joined.updates) };
    },

    bringIn: (ref, who, by) => done(ref, who, (...args) => membership.addMember(world, ...args), by),
    leave: (ref, who) => done(ref, who, (record, one) => membership.leave(world, record, one)),
    kick: (ref, who) => done(ref, who, (...args) => membership.kick(world, ...args)),
    promote: (ref, who, rights) => done(ref, who, (...args) => membership.promote(world, ...args, rights)),
    demote: (ref, who) => done(ref, who, (...args) => membership.demote(world, ...args)),
    answerRequest: (ref, who, approve, by) =>
      done(ref, who, (...args) => membership.answerRequest(world, ...args, approve), by),

    async migrate(ref) {
      const moved = migrate(world, findRecord(state, ref));
      return { chat: moved.chat, updates: await outcomes(moved.updates) };
    },

    async send(update) {
      const [kind, body] = Object.entries(update).find(([name]) => name !== 'update_id') ?? [];
      if (!isKind(kind) || !isObject(body)) throw new Misuse('An update needs one field with a known name.');
      return outcome(deps.enqueue(kind, body));
    },

    async redeliver(updateId) {
      if (updateId === undefined) throw new Misuse('There was no update, so it cannot be delivered again.');
      return { update_id: updateId, ...(await delivery.redeliver(updateId)) };
    },
  };
}
