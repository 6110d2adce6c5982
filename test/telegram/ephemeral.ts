// Ephemeral messages: shown to one member of a group, and gone from everybody else's sight.
// https://core.telegram.org/bots/api#ephemeral-messages-and-commands
// The rules are the documentation's. The words of the refusals here are uncertain: no server source of it is public.

import type { Message } from '@grammyjs/types';
import type { Found } from './chat-access.ts';
import { botIn, isAdmin, isIn, memberOf } from './members.ts';
import { ephemeralById, remove } from './messages.ts';
import { type CallParameters, isObject, readFlag, readId } from './parameters.ts';
import { badRequest } from './refusal.ts';
import type { World } from './state.ts';

const ANSWER_SECONDS = 15;

type EphemeralFields = Required<Pick<Message, 'receiver_user' | 'ephemeral_message_id'>>;

/** The fields of an ephemeral message to send; `undefined` for a message that everybody may see. */
export function readEphemeral(
  world: World,
  found: Found,
  parameters: CallParameters,
  replyTo: number | undefined,
): EphemeralFields | undefined {
  const { state, now } = world;
  const given = parameters.json('ephemeral_message_parameters');
  if (!isObject(given)) {
    if (replyTo !== undefined) throw badRequest('reply to an ephemeral message must be an ephemeral message');
    return undefined;
  }
  if (found.kind === 'private' || found.chat.type === 'channel') {
    throw badRequest('ephemeral messages can be sent only to groups and supergroups');
  }
  const receiverId = readId(String(given.receiver_user_id ?? 0));
  const receiver = state.people.find((one) => one.id === receiverId);
  if (!receiver) throw badRequest('invalid receiver_user_id specified');
  if (!isIn(memberOf(found.record, receiver))) throw badRequest('USER_NOT_PARTICIPANT');

  const original = replyTo === undefined ? undefined : ephemeralById(state, found.chat.id, replyTo);
  const isFresh = original !== undefined && now() - original.date <= ANSWER_SECONDS;
  if (replyTo !== undefined && (!isFresh || original.from?.id !== receiver.id)) {
    throw badRequest('message to be replied not found');
  }

  const queryId = typeof given.callback_query_id === 'string' ? given.callback_query_id : '';
  const pressed = state.pressed.find((one) => one.id === queryId && one.chat_id === found.chat.id);
  const answersPress = pressed?.user_id === receiver.id && now() - pressed.date <= ANSWER_SECONDS;
  if (!isAdmin(botIn(found.record, state.bot)) && !answersPress && !isFresh) {
    throw badRequest('not enough rights to send an ephemeral message to the user');
  }
  if (answersPress && readFlag(String(given.replace_callback_query_message ?? ''))) {
    // Only an ephemeral message gives way to another; a public one stays for the others, which is uncertain.
    const old = pressed.ephemeral_message_id;
    const shown = old === undefined ? undefined : ephemeralById(state, found.chat.id, old);
    if (shown) remove(state, shown);
  }
  return { receiver_user: receiver, ephemeral_message_id: state.next.ephemeral_message++ };
}
