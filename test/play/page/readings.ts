// What is read from the local Telegram, into the state.

import type { Message } from '@grammyjs/types';
import * as api from './api.ts';
import type { Readings } from './keep-fresh.ts';
import {
  currentChat,
  currentView,
  isIn,
  mayBeAnonymous,
  messageKey,
  type PageState,
  personById,
} from './page-state.ts';
import { wordMessage } from './trace.ts';

export function createReadings(state: PageState, draw: () => void): Readings {
  let kvBefore: ReadonlyMap<string, string> | undefined;
  return {
    async chats() {
      const wasHere = isHere(state);
      [state.bot, state.people, state.chats] = await Promise.all([
        api.readBot(),
        api.readPeople(),
        api.readChats(),
      ]);
      findPlace(state);
      const { chat, persona } = state;
      const [messages, menu, keyboard, links, tables, latest] = await Promise.all([
        api.readMessages(chat, persona.id),
        api.readMenu(chat, persona.id),
        api.readKeyboard(persona.id),
        currentChat(state) ? api.readLinks(chat) : [],
        api.readTables(chat),
        api.readLatest(persona.id),
      ]);
      // Anyone who has just joined is not read what was said before.
      const before = wasHere ? currentView(state) : undefined;
      state.lastView = { chat, personaId: persona.id, messages, menu, keyboard, links, tables, latest };
      const now = currentView(state);
      if (before && now) state.heard = wordNew(state, before.messages, messages) || state.heard;
      draw();
    },

    async faults() {
      const [faults, kv] = await Promise.all([api.readFaults(), api.readKvFaults()]);
      state.faults = { ...faults, kv };
      draw();
    },

    async kv() {
      state.kv = await api.readKv();
      const changed = state.kv.filter(({ key, value }) => kvBefore && kvBefore.get(key) !== value);
      kvBefore = new Map(state.kv.map(({ key, value }) => [key, value]));
      if (changed.length > 0) state.kvChanged = new Set(changed.map(({ key }) => key));
      draw();
    },
  };
}

function isHere(state: PageState): boolean {
  const chat = currentChat(state);
  return chat === undefined || isIn(chat, state.persona.id);
}

/** Where one is may have gone, as a group does that becomes a supergroup, and so may the right to be anonymous there. */
function findPlace(state: PageState): void {
  const [first] = state.people;
  if (!personById(state, state.persona.id) && first) state.persona = { id: first.id, isAnonymous: false };
  const moved = currentChat(state)?.migrated_to;
  if (moved !== undefined) state.chat = moved;
  const isSomewhere = state.chat === state.persona.id || currentChat(state);
  if (!isSomewhere) state.chat = state.chats[0]?.id ?? state.persona.id;
  dropAnonymity(state);
}

/** No one is anonymous where they are no admin. */
export function dropAnonymity(state: PageState): void {
  const { id, isAnonymous } = state.persona;
  if (isAnonymous && !mayBeAnonymous(currentChat(state), id)) state.persona = { id, isAnonymous: false };
}

function wordNew({ persona }: PageState, before: readonly Message[], now: readonly Message[]): string {
  const known = new Set(before.map(messageKey));
  return now
    .filter((message) => !known.has(messageKey(message)) && message.from?.id !== persona.id)
    .map(wordMessage)
    .join('\n');
}
