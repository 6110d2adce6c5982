// What commands and buttons answer. A button is named here as plain data; the declaration of its kind, in buttons/, says what a
// press does, so that no card imports a button.

import type { ReplyKeyboardMarkup, ReplyKeyboardRemove } from '@grammyjs/types';
import type { LinkId } from '../chat/protocol.ts';
import type { Html } from '../lib/html.ts';
import type { ChatId } from '../lib/units.ts';

/** What a button carries. No link and no token: it reaches the app of every member who sees the message. */
export interface ButtonData {
  /** Which declaration it belongs to. */
  readonly kind: string;
  readonly chat: ChatId;
  readonly link?: LinkId | undefined;
  /** What only the declaration understands. */
  readonly value?: string | undefined;
}

export type AnswerButton = { readonly text: string; readonly style?: 'danger' } & (
  | { readonly press: ButtonData }
  | { readonly url: string }
  | { readonly copy: string }
);

export interface Answer {
  readonly text: Html;
  /** Buttons under the message, row by row. */
  readonly buttons?: readonly (readonly AnswerButton[])[] | undefined;
  /** Set if only the asker may see it: in a group it is an ephemeral message. */
  readonly isPersonal?: boolean;
  /** A keyboard in the place of the person's own. */
  readonly keyboard?: ReplyKeyboardMarkup | ReplyKeyboardRemove | undefined;
  /**
   * Set if the text must not be lost: it goes out as a message of its own that is tried again, since no one learns of an error
   * of a webhook reply.
   */
  readonly mustArrive?: boolean;
}

/** The result of a press. */
export interface Pressed {
  /** What the message is to show now. */
  readonly redraw?: Answer | undefined;
  /** What only the person who pressed sees. */
  readonly notice?: Html | undefined;
  /** Whether the notice says why it was not done. */
  readonly isFailure?: boolean;
}
