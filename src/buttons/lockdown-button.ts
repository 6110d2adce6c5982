import { sayLockdown } from '../actions/lockdown-words.ts';
import { html } from '../lib/html.ts';
import { ok } from '../lib/result.ts';
import type { Button } from './button.ts';

/** Begins the lockdown that /lockdown asks about. The chat's object goes on with it and shows in the message how far it is. */
export const lockdownButton: Button = {
  kind: 'lockdown',

  async press(_, { records, ask, shownIn, chat, word }) {
    const { key, act, place } = ask;
    const begun = await records.lockDown({ key, act, place: { ...place, ...shownIn } });
    if (!begun.ok) return begun;
    const { lockdown } = begun.value;
    // Drawn here it could arrive after what the object draws.
    return lockdown.isUnsaved
      ? ok({ redraw: sayLockdown(begun.value, { chat: chat.id, word }) })
      : ok({ notice: html`The lockdown has begun. This message shows how far it is.` });
  },
};
