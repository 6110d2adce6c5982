// Everything that can go wrong for a person, as facts. The sentences are in bot/failure-words.ts alone; the groups say
// who can fix what.

import type { ChatId, Seconds, UnixSeconds } from './lib/units.ts';

/** Why it is not clear which link a command means. */
export type LinkDoubt =
  | 'none_made'
  /** Workers KV names a last link that the chat's object did not know. */
  | 'unknown_last'
  | 'none_named'
  | 'several_named'
  | 'name_taken'
  | 'name_begins'
  | 'no_link_typed'
  | 'several_links_typed'
  | 'reply_without_one_link'
  | 'newer_link_made'
  /** The last link was made by another admin, so it is shown before it is closed. */
  | 'made_by_another';

/** What is wrong with the words typed after a command; `got` is as it was typed, and `…` in `expects` marks code. */
export type OptionFailure =
  | {
      readonly kind: 'bad_option';
      readonly got: string;
      readonly expects: string;
      /** Set if it may also be meant as a name. */
      readonly accepts?: readonly string[];
    }
  | {
      readonly kind: 'unknown_option';
      readonly got: string;
      readonly accepts: readonly string[];
      /** The line that was probably meant. */
      readonly meant?: string;
    }
  | {
      readonly kind: 'unclear_option';
      readonly got: string;
      /** Lines to send instead, for what it can mean. */
      readonly choices: readonly string[];
      readonly accepts: readonly string[];
    }
  | { readonly kind: 'option_twice'; readonly got: string; readonly option: string; readonly already: string }
  | {
      readonly kind: 'option_not_here';
      readonly got: string;
      readonly option: string;
      readonly accepts: readonly string[];
    }
  | { readonly kind: 'options_clash'; readonly got: string; readonly other: string }
  | { readonly kind: 'price_with_others'; readonly got: string; readonly other: string }
  | { readonly kind: 'quote_not_closed'; readonly got: string }
  | { readonly kind: 'name_too_long'; readonly got: string; readonly characters: number }
  | { readonly kind: 'too_many_words'; readonly characters: number }
  | { readonly kind: 'words_beside_link'; readonly got: string; readonly link: string }
  | {
      readonly kind: 'which_link';
      readonly doubt: LinkDoubt;
      readonly got?: string;
      /** Links that may be meant, to choose from. */
      readonly choices?: readonly LinkChoice[];
    };

/** A link that may be meant: what it is called in buttons, and for people. */
export interface LinkChoice {
  readonly id: string;
  readonly title: string;
}

/** Why no one can come by a link. */
export type LinkTrouble = 'full' | 'expired' | 'revoked';

/** Why it is not clear which door is meant, or why it can't be opened. */
export type DoorTrouble =
  | 'none'
  | 'none_named'
  | 'several'
  | 'closed'
  | 'too_many'
  /** A new link came while another admin changed the door; it is closed again. */
  | 'changed'
  | LinkTrouble;

/** Why a call of Telegram failed. */
export type TelegramFailure =
  // Telegram refused: nothing was done.
  | { readonly kind: 'bot_not_allowed' }
  | { readonly kind: 'bot_removed' }
  | { readonly kind: 'chat_not_found' }
  | { readonly kind: 'chat_migrated'; readonly to: ChatId }
  | { readonly kind: 'link_gone' }
  | { readonly kind: 'primary_not_editable' }
  /** Of a request to join: withdrawn, or decided by another person. */
  | { readonly kind: 'request_gone' }
  | { readonly kind: 'already_member' }
  /** The person is in as many chats as Telegram allows. */
  | { readonly kind: 'too_many_chats' }
  | { readonly kind: 'token_rejected' }
  | { readonly kind: 'telegram_refused'; readonly description: string }
  | { readonly kind: 'flood_control'; readonly retryAfter: Seconds }
  // No one knows whether it was done.
  | { readonly kind: 'no_answer' }
  | { readonly kind: 'telegram_down'; readonly status: number }
  // The call was not started, because it could not have ended in time.
  | { readonly kind: 'out_of_time' };

/** Why the chat's object, which keeps the records, did nothing. */
type RecordsFailure =
  /** It cannot be reached. */
  | { readonly kind: 'records_unavailable' }
  /** It takes no more writes: the day's rows are spent. */
  | { readonly kind: 'records_full' }
  /** It is still reading from Workers KV which links there are. */
  | { readonly kind: 'loading' }
  /** Too many admins change this chat's links at once. */
  | { readonly kind: 'busy' }
  /** Every link of the chat is being closed. */
  | { readonly kind: 'lockdown_running' };

/** A setting of the operator that cannot be used. Its value stays out: it may be a secret in the wrong place. */
export interface BadSetting {
  readonly kind: 'bad_setting';
  readonly setting: string;
  readonly expects: string;
}

export type Failure =
  // The caller can fix these.
  | OptionFailure
  | { readonly kind: 'which_chat'; readonly command: string }
  | { readonly kind: 'which_person'; readonly command: string }
  | { readonly kind: 'nothing_to_change' }
  | { readonly kind: 'no_expiry_to_extend' }
  | { readonly kind: 'expiry_too_late' }
  | { readonly kind: 'channels_only' }
  /** The link is absent if it was named by a button. */
  | { readonly kind: 'link_unknown'; readonly link?: string }
  | { readonly kind: 'link_revoked'; readonly link: string }
  /** Telegram no longer accepts a link that was made before the group became a supergroup. */
  | { readonly kind: 'link_before_move'; readonly link: string }
  | { readonly kind: 'link_expired'; readonly link: string; readonly at: UnixSeconds }
  | { readonly kind: 'subscription_fixed'; readonly link: string }
  | {
      readonly kind: 'door';
      readonly trouble: DoorTrouble;
      readonly got?: string | undefined;
      /** Doors that may be meant, to choose from. */
      readonly choices?: readonly LinkChoice[] | undefined;
    }
  | { readonly kind: 'request_unknown' }
  /** Another admin is deciding it at this moment. */
  | { readonly kind: 'request_taken' }
  /** Only who asks to join can agree to the rules. */
  | { readonly kind: 'not_your_request' }
  | { readonly kind: 'stale_command'; readonly age: Seconds }
  | { readonly kind: 'edited_command' }
  /** An ephemeral command of an admin who writes anonymously. */
  | { readonly kind: 'hidden_anonymous' }
  | { readonly kind: 'unknown_button' }
  | { readonly kind: 'old_button' }
  // An admin of the chat can fix these.
  | { readonly kind: 'caller_not_allowed' }
  | { readonly kind: 'caller_lacks_right' }
  | { readonly kind: 'not_shown_to_be_admin'; readonly chat: string }
  // The operator can fix these.
  | BadSetting
  | { readonly kind: 'chat_not_served'; readonly chat: ChatId }
  // Only Telegram, or time, can fix these.
  | TelegramFailure
  | { readonly kind: 'rights_unchecked'; readonly why: TelegramFailure }
  | RecordsFailure
  // Done, but not recorded.
  | {
      readonly kind: 'unrecorded';
      readonly act: 'created' | 'exported' | 'changed' | 'closed';
      readonly link: string;
    }
  /** Of a request to join. */
  | { readonly kind: 'unrecorded_decision' }
  // Perhaps done.
  | { readonly kind: 'perhaps_created' }
  | { readonly kind: 'perhaps_exported' }
  | { readonly kind: 'perhaps_changed'; readonly link: string }
  | { readonly kind: 'perhaps_closed'; readonly link: string }
  /** Of a request to join. */
  | { readonly kind: 'perhaps_decided' }
  // Our own mistake.
  | { readonly kind: 'bug' };
