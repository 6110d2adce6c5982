import { act } from './api.ts';
import type { Desk } from './desk.ts';
import { MESSAGES_SHOWN, type Pane, type Persona } from './page-state.ts';
import { dropAnonymity } from './readings.ts';

/** Where one is, as whom, and how much of it is shown. */
export function placeActions({ state, draw, refresh, showDialog, attempt }: Desk) {
  function openChat(chat: number, topic?: number): void {
    const { text, editing } = state.draft;
    // What is written may be said elsewhere; what is edited is another's place.
    state.draft = { text: editing === undefined ? text : '' };
    Object.assign(state, { chat, topic, shown: MESSAGES_SHOWN, heard: '', pane: 'chat' });
    dropAnonymity(state);
    draw();
    void refresh();
  }

  return {
    openChat,
    become(persona: Persona): void {
      const isInPrivate = state.chat === state.persona.id;
      state.persona = persona;
      if (isInPrivate) openChat(persona.id);
      else openChat(state.chat, state.topic);
    },
    showEarlier(): void {
      state.shown += MESSAGES_SHOWN;
      draw();
    },
    showWholeKv(isKvWhole: boolean): void {
      state.isKvWhole = isKvWhole;
      draw();
    },
    showPane(pane: Pane): void {
      state.pane = pane;
      draw();
    },
    async startOver(): Promise<void> {
      showDialog(undefined);
      if (await attempt(act('start_over'))) location.reload();
    },
  };
}
