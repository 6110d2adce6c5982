// The one road of commands, presses and confirmed commands: which chat, may this person act there, act, follow a move once, and
// who may see the answer. Nothing is read from a chat's object before Telegram has said that the person may.

import type { ActionContext } from '../actions/context.ts';
import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Person, UserId } from '../lib/units.ts';
import type { LinkAct } from '../links/link-record.ts';
import type { Chat } from '../telegram/chats.ts';
import {
  asKnown,
  checkAccess,
  checkAccessElsewhere,
  hideChat,
  isServed,
  type NamedChat,
  type Permission,
} from './access.ts';
import type { Audience } from './reply.ts';
import type { Services } from './services.ts';

/** Who asks for something, where, and about which chat. */
export interface Asking {
  readonly person: Person;
  /** Whether the person has confirmed it as an anonymous admin, so that nothing may name them. */
  readonly isConfirmed: boolean;
  readonly at: Chat;
  /** Whether only that person sees what is answered there. */
  readonly isPrivate: boolean;
  readonly target: NamedChat;
  /** Set if the answer changes an existing message: then the person must be an admin in its chat, too. */
  readonly changesMessage: boolean;
  /** What the act is known by when it is asked for again. */
  readonly key: string;
  readonly updateId: number;
  readonly topic?: number | undefined;
  /** Chat and message of a confirmed command. */
  readonly message?: string | undefined;
}

export interface Answered<Value> {
  readonly result: Result<Value, Failure>;
  readonly audience: Audience;
  /** The chat that it is about, if that is another than the one in which it was asked. */
  readonly elsewhere?: Chat | undefined;
  /** The supergroup that the chat in which it was asked has become meanwhile. */
  readonly movedTo?: Chat | undefined;
}

/** `read` runs beside the question whether the person may; `act` is called only if they may. */
interface Work<Seen, Value> {
  read(chat: NamedChat): Promise<Seen>;
  act(context: ActionContext, seen: Seen): Promise<Result<Value, Failure>>;
}

export async function asAdmin<Seen, Value>(
  asking: Asking,
  work: Work<Seen, Value>,
  services: Services,
): Promise<Answered<Value>> {
  const answered = await runIn(asking.target, asking, work, services);
  if (answered.result.ok || answered.result.failure.kind !== 'chat_migrated') return answered;

  // The group has become a supergroup: its records go along, and the work is repeated there.
  const moved = await followMove(asking.target, answered.result.failure.to, asking.person.id, services);
  if (!moved.ok) return { result: moved, audience: 'asker' };
  const repeated = await runIn(asKnown(moved.value), asking, work, services);
  // What was asked in the group before it moved cannot be answered there any more.
  return asking.target.id === asking.at.id && repeated.elsewhere
    ? { ...repeated, audience: 'everybody', movedTo: repeated.elsewhere }
    : repeated;
}

async function runIn<Seen, Value>(
  target: NamedChat,
  asking: Asking,
  { read, act }: Work<Seen, Value>,
  services: Services,
): Promise<Answered<Value>> {
  const { at, person } = asking;
  // Before anything is read: what is not served costs nothing.
  if (!isServed(target.id, services)) {
    const failure: Failure = { kind: 'chat_not_served', chat: target.id };
    return {
      result: fail(target.id === at.id ? failure : hideChat(target.written, failure)),
      audience: 'asker',
    };
  }
  const seen = read(target);
  const actIn = async (chat: Chat, permission: Permission) =>
    act(contextFor(asking, chat, permission, services), await seen);

  if (target.id === at.id) {
    const access = await checkAccess(at.id, person.id, services);
    if (!access.ok) return { result: access, audience: 'asker' };
    return { result: await actIn(at, access.value), audience: 'everybody' };
  }
  const [there, here] = await Promise.all([
    checkAccessElsewhere(target, person.id, services),
    asking.isPrivate ? ok(undefined) : checkAccess(at.id, person.id, services),
  ]);
  if (!there.ok) return { result: there, audience: 'asker' };
  if (!here.ok && asking.changesMessage) return { result: here, audience: 'asker' };
  const { chat } = there.value;
  // This chat may see answers about another chat only if the person is an admin in both.
  return {
    result: await actIn(chat, there.value),
    audience: here.ok ? 'everybody' : 'asker',
    elsewhere: chat,
  };
}

function contextFor(
  { key, updateId, message, person, isConfirmed, at, topic }: Asking,
  chat: Chat,
  { isAnonymous }: Permission,
  services: Services,
): ActionContext {
  const act: LinkAct = {
    date: services.now,
    update_id: updateId,
    ...(message !== undefined && { message }),
    ...(!isConfirmed && !isAnonymous && { by: { id: person.id, name: person.name } }),
  };
  const place = {
    chat: at.id,
    topic,
    // The name of an anonymous admin is not stored.
    person: isConfirmed || isAnonymous ? undefined : person.id,
    about: chat.id === at.id ? undefined : chat.title,
  };
  return toActing(chat, { key, act, place }, services);
}

export function toActing(
  chat: Chat,
  ask: Pick<ActionContext['ask'], 'key' | 'act' | 'place'>,
  { telegram, chatObject, handling, deadline, now, origin, settings, word }: Services,
): ActionContext {
  const records = chatObject(chat.id);
  const { timeZone } = settings;
  return { chat, telegram, records, ask: { ...ask, handling, deadline }, now, origin, timeZone, word };
}

/** Follows a group to the supergroup that it has become, if the person may act there; the value is that chat. */
export async function followMove(
  { id, written }: NamedChat,
  to: number,
  person: UserId,
  services: Services,
): Promise<Result<Chat, Failure>> {
  const access = await checkAccessElsewhere({ id: to, written }, person, services);
  if (!access.ok) return access;
  const handed = await services.chatObject(id).handOver(to);
  if (!handed.ok) return handed;
  const own = services.chatObject(person);
  const chosen = await own.chosen();
  // Otherwise every command in private would first be refused by the old chat.
  if (chosen.ok && chosen.value === id) await own.choose(to);
  return ok(access.value.chat);
}
