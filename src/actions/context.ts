import type { ChatRecords } from '../chat/chat-client.ts';
import type { Place } from '../chat/notice.ts';
import type { Ask } from '../chat/protocol.ts';
import type { Failure } from '../failures.ts';
import type { Html } from '../lib/html.ts';
import type { UnixSeconds } from '../lib/units.ts';
import type { Chat } from '../telegram/chats.ts';
import type { Telegram } from '../telegram/client.ts';

/** What it takes to act on a chat's links, by command or by button. */
export interface ActionContext {
  /** The chat that it is about. */
  readonly chat: Chat;
  readonly telegram: Telegram;
  /** What the chat's object keeps. */
  readonly records: ChatRecords;
  /** What an act is known by, who asks, and until when. */
  readonly ask: Omit<Ask, 'action'> & { readonly place: Place };
  readonly now: UnixSeconds;
  /** Where Telegram reached the Worker: `https://` and a host. */
  readonly origin: string;
  /** IANA name of the zone in which admins type dates. */
  readonly timeZone: string;
  word(failure: Failure): Html;
}
