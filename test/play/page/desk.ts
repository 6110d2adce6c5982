// What all actions stand on: the state, showing it, and saying what came of an action.

import { Refused } from './api.ts';
import type { Dialog, PageState } from './page-state.ts';

export interface DeskDeps {
  readonly state: PageState;
  /** Shows the state as it is. */
  readonly draw: () => void;
  /** Reads again what is shown of the chats. */
  readonly refresh: () => Promise<void>;
  /** Reads again what is to go wrong next. */
  readonly refreshFaults: () => Promise<void>;
  /** Puts the caret into the message field. */
  readonly focusDraft: () => void;
  /** Shows the newest message. */
  readonly showEnd: () => void;
}

export interface Desk extends DeskDeps {
  /** Some words that go by themselves. */
  showToast(words: string): void;
  /** `undefined` closes the one that is open. */
  showDialog(dialog: Dialog | undefined): void;
  /** A refusal has words to show; whatever else was thrown is a mistake of this page, which the console tells. */
  showTrouble(error: unknown): void;
  /** Answers nothing where it failed; then that is shown. */
  attempt<Answer>(asked: Promise<Answer>): Promise<Answer | undefined>;
}

/** Long enough to be read twice. */
const TOAST_MS = 8000;

export function createDesk(deps: DeskDeps): Desk {
  const { state, draw } = deps;
  let fading: ReturnType<typeof setTimeout> | undefined;

  function showToast(words: string): void {
    state.toast = words;
    clearTimeout(fading);
    fading = setTimeout(() => {
      state.toast = '';
      draw();
    }, TOAST_MS);
    draw();
  }

  function showTrouble(error: unknown): void {
    const isRefused = error instanceof Refused;
    if (!isRefused) reportError(error);
    showToast(isRefused ? error.message : 'This page made a mistake: the browser’s console tells which.');
  }

  return {
    ...deps,
    showToast,
    showTrouble,
    showDialog(dialog) {
      state.dialog = dialog;
      draw();
    },
    attempt: (asked) =>
      asked.catch((error: unknown) => {
        showTrouble(error);
        return undefined;
      }),
  };
}
