import { act } from './api.ts';
import type { Desk } from './desk.ts';
import { currentChat } from './page-state.ts';
import { findRole } from './roles.ts';

export function memberActions({ state, attempt }: Desk) {
  return {
    async setRole(person: number, name: string): Promise<void> {
      const chat = currentChat(state);
      const role = chat && findRole(chat, person, name, state.bot?.id === person);
      if (chat && role) await attempt(act(role.verb, { chat: chat.id, ...role.fields }));
    },
    join: (chat: number) => attempt(act('join', { chat, as: state.persona.id })),
    answerRequest: (person: number, approve: boolean) =>
      attempt(act('answer_request', { chat: state.chat, person, approve })),
    withdraw: (person: number) => attempt(act('withdraw', { chat: state.chat, as: person })),
    migrate: () => attempt(act('migrate', { chat: state.chat })),
    addPerson: (first_name: string) => attempt(act('add_person', { first_name })),
  };
}
