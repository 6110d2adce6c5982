// What can be made to go wrong by a switch.

import type { CallFaultKind, DeliveryFault } from '../../telegram/faults.ts';

export const ANY_METHOD = 'any call';

export const METHODS = [
  ANY_METHOD,
  'getChatMember',
  'createChatInviteLink',
  'editChatInviteLink',
  'revokeChatInviteLink',
  'exportChatInviteLink',
  'sendMessage',
  'editMessageText',
  'answerCallbackQuery',
] as const;

export interface Refusal {
  readonly error_code: number;
  readonly description: string;
}

export const REFUSALS = [
  { error_code: 400, description: 'Bad Request: not enough rights to manage chat invite link' },
  { error_code: 400, description: 'Bad Request: chat not found' },
  { error_code: 400, description: 'Bad Request: INVITE_HASH_EXPIRED' },
  { error_code: 401, description: 'Unauthorized' },
  { error_code: 403, description: 'Forbidden: bot was kicked from the supergroup chat' },
  { error_code: 500, description: 'Internal Server Error' },
] as const;

interface Choice<Fault> {
  readonly label: string;
  readonly fault: Fault;
}

export const CALL_FAULTS: readonly Choice<CallFaultKind>[] = [
  { label: 'It must wait (429, 3 seconds)', fault: { flood: 3 } },
  { label: 'Telegram takes 3 seconds', fault: { delayMs: 3000 } },
  { label: 'A proxy answers with a page (502)', fault: { html: 502 } },
  { label: 'It is done, but the connection breaks', fault: { drop: 'after' } },
];

export const DELIVERY_FAULTS: readonly Choice<DeliveryFault>[] = [
  { label: 'Delivered twice', fault: { deliverTwice: true } },
  { label: 'The bot’s answer is lost, so it is delivered again', fault: { loseAnswer: true } },
];

export interface KvChoice {
  readonly operation: 'get' | 'list' | 'put';
  readonly times: number;
}

const UNTIL_SWITCHED_OFF = 1_000_000;

/** The bot tries a write again, so that one which fails would not be seen. */
export const KV_FAULTS: readonly Choice<KvChoice>[] = [
  { label: 'A read fails', fault: { operation: 'get', times: 1 } },
  { label: 'A list fails', fault: { operation: 'list', times: 1 } },
  {
    label: 'Every write fails, until this is switched off',
    fault: { operation: 'put', times: UNTIL_SWITCHED_OFF },
  },
];

/** A fault has one field that says what it is. */
export const faultKind = (how: object): string => Object.keys(how)[0] ?? '';
