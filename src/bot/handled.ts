import type { ChatId } from '../lib/units.ts';
import type { WebhookReply } from './reply.ts';

/** What was done with an update: the answer, and what the log says of it. */
export interface Handled {
  readonly reply?: WebhookReply | undefined;
  readonly kind: 'command' | 'press' | 'chat';
  /** The command, what a button's data begins with, or what happened to the chat. */
  readonly name: string;
  readonly chat: ChatId;
  /** `ok`, or the kind of the failure. */
  readonly outcome: string;
}
