import type { Message } from '@grammyjs/types';
import { act } from './api.ts';
import type { Desk } from './desk.ts';
import { chatById, type Draft, placeOf } from './page-state.ts';

type Saying = Pick<Draft, 'replyTo' | 'inPublic'>;

export type WritingActions = ReturnType<typeof writingActions>;

export function writingActions({ state, draw, focusDraft, showEnd, attempt }: Desk) {
  function change(draft: Draft): void {
    state.draft = draft;
    draw();
  }

  /** Something else is to be written, or nothing: in the message field. */
  function begin(draft: Draft): void {
    change(draft);
    focusDraft();
  }

  const say = (chat: number, text: string, { replyTo, inPublic }: Saying = {}): Promise<unknown> => {
    const { id, isAnonymous } = state.persona;
    return attempt(
      act('say', {
        chat,
        as: id,
        text,
        reply_to: replyTo,
        topic: chat === state.chat ? state.topic : undefined,
        anonymous: isAnonymous && chatById(state, chat)?.type !== 'channel' ? true : undefined,
        ephemeral: inPublic || isAnonymous ? false : undefined,
      }),
    );
  };

  return {
    say,

    async send(): Promise<void> {
      const { draft, chat } = state;
      if (draft.text.trim() === '') return;
      const place = placeOf(state);
      const done =
        draft.editing === undefined
          ? say(chat, draft.text, draft)
          : attempt(act('edit', { chat, message_id: draft.editing, text: draft.text }));
      change({ text: '' });
      // Anyone who says something goes on reading there.
      if (draft.editing === undefined) showEnd();
      const isRefused = (await done) === undefined;
      // To be fixed, unless someone goes on elsewhere or with something else.
      if (isRefused && placeOf(state) === place && state.draft.text === '') change(draft);
    },

    write: (text: string): void => change({ ...state.draft, text }),
    clearDraft: (): void => begin({ text: '' }),
    suggest: (text: string): void => begin({ text }),
    fillIn: (command: string): void => begin({ ...state.draft, text: `${command} ` }),
    reply(message: Message): void {
      const { editing, ...rest } = state.draft;
      begin({ ...(editing === undefined ? rest : { text: '' }), replyTo: message.message_id });
    },
    edit: (message: Message): void => begin({ text: message.text ?? '', editing: message.message_id }),
    speakInPublic: (inPublic: boolean): void => change({ ...state.draft, inPublic }),
  };
}
