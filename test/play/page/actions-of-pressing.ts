import type { InlineKeyboardButton, Message } from '@grammyjs/types';
import type { PressOutcome } from '../../telegram/local-telegram.ts';
import type { RequestButton } from '../../telegram/state.ts';
import { act } from './api.ts';
import type { Desk } from './desk.ts';
import { messageKey, placeOf } from './page-state.ts';

export function pressActions({ state, draw, attempt, showToast, showDialog }: Desk) {
  function showNotice({ notice }: PressOutcome): void {
    if (!notice) showToast('The bot has not answered the press: in an app, the button would go on spinning.');
    else if (notice.show_alert === 'true') showDialog({ kind: 'alert', text: notice.text ?? '' });
    else if (notice.text) showToast(notice.text);
  }

  return {
    async press(message: Message, button: InlineKeyboardButton.CallbackButton): Promise<void> {
      const key = spinKey(message, button.text);
      const place = placeOf(state);
      state.spinning = new Set([...state.spinning, key]);
      draw();
      const { message_id, ephemeral_message_id } = message;
      const pressed = await attempt(
        act<PressOutcome>('press', {
          chat: state.chat,
          as: state.persona.id,
          button: button.callback_data,
          ...(ephemeral_message_id === undefined ? { message_id } : { ephemeral_message_id }),
        }),
      );
      state.spinning = new Set([...state.spinning].filter((one) => one !== key));
      // What is told to one is not told to another.
      if (pressed && placeOf(state) === place) showNotice(pressed);
      draw();
    },

    /** A button below the message field opens Telegram's chooser of chats. */
    openChooser: (button: RequestButton): void => showDialog({ kind: 'choose_chat', button }),

    async choose(chat: number): Promise<void> {
      showDialog(undefined);
      await attempt(act('choose', { chat, as: state.persona.id }));
    },

    async copy(text: string): Promise<void> {
      try {
        await navigator.clipboard.writeText(text);
        showToast('Copied.');
      } catch {
        showToast(`The browser does not let this page copy: ${text}`);
      }
    },
  };
}

export const spinKey = (message: Message, label: string): string => `${messageKey(message)}:${label}`;
