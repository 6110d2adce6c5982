// What a button is: its data begin with `kind`; anything in them may be made up, so a press reads and checks it.

import type { ButtonData, Pressed } from '../actions/answer.ts';
import type { ActionContext } from '../actions/context.ts';
import type { MessagePlace } from '../chat/notice.ts';
import type { Failure } from '../failures.ts';
import type { Result } from '../lib/result.ts';

export interface PressContext extends ActionContext {
  /** The message with the button. */
  readonly shownIn: Pick<MessagePlace, 'message' | 'ephemeral'>;
}

export interface Button {
  readonly kind: string;
  /** Set if it is for everyone: then `press` itself has to check who it is. */
  readonly isFree?: true;
  /** Does what the button says. Called only if the person may, in the chat that the data name, or if it is free. */
  press(data: ButtonData, context: PressContext): Promise<Result<Pressed, Failure>>;
}
