// The left side: in whose place the viewer is, and the chats.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { KnownChat } from './api.ts';
import type { Deeds } from './deeds.ts';
import {
  botOf,
  describeMember,
  isAdmin,
  isIn,
  memberIn,
  openChat,
  type PageState,
  type Persona,
} from './page-state.ts';

export const chatList = (state: PageState, deeds: Deeds): TemplateResult => html`
  ${personaField(state, deeds)}
  <nav aria-label="Chats">
    <ul class="chats">
      <li>${entry(state, deeds, { id: state.me.id, title: botOf(state)?.first_name ?? 'The bot', about: 'private chat' })}</li>
      ${state.chats
        .filter((chat) => chat.migrated_to === undefined)
        .map(
          (chat) =>
            html`<li>${entry(state, deeds, { ...describe(state, chat), id: chat.id, title: chat.title })}</li>`,
        )}
    </ul>
  </nav>
`;

function personaField(state: PageState, deeds: Deeds): TemplateResult {
  const chat = openChat(state);
  const become = (event: Event): void => {
    const [id = '', anonymously] = (event.target as HTMLSelectElement).value.split(' ');
    deeds.become({ id: Number(id), isAnonymous: anonymously !== undefined });
  };
  const option = (persona: Persona, label: string): TemplateResult => {
    const { id, isAnonymous } = state.me;
    const isMe = persona.id === id && persona.isAnonymous === isAnonymous;
    return html`<option value=${persona.id + (persona.isAnonymous ? ' anonymously' : '')} .selected=${isMe}>${label}</option>`;
  };
  const admins = state.people.filter(
    ({ id }) => chat && chat.type !== 'channel' && isAdmin(memberIn(chat, id)),
  );
  return html`
    <label class="persona">
      You are
      <select name="persona" @change=${become}>
        ${state.people.map(({ id, first_name: name }) =>
          option({ id, isAnonymous: false }, chat ? `${name}, ${describeMember(memberIn(chat, id))}` : name),
        )}
        ${admins.map(({ id, first_name: name }) =>
          option({ id, isAnonymous: true }, `${name}, as an anonymous admin`),
        )}
      </select>
    </label>
  `;
}

interface Entry {
  readonly id: number;
  readonly title: string;
  readonly about: string;
  readonly isForeign?: boolean;
}

const KINDS = { group: 'group', supergroup: 'supergroup', channel: 'channel' } as const;

function describe(state: PageState, chat: KnownChat): { about: string; isForeign: boolean } {
  const isForeign = !isIn(chat, state.me.id);
  const kind = chat.is_forum ? 'forum' : KINDS[chat.type];
  return { about: isForeign ? `${kind}, you are not in it` : kind, isForeign };
}

function entry(state: PageState, deeds: Deeds, { id, title, about, isForeign }: Entry): TemplateResult {
  return html`
    <button
      class=${isForeign ? 'chat foreign' : 'chat'}
      aria-current=${state.chat === id ? 'true' : nothing}
      @click=${() => deeds.open(id)}
    >
      <span class="avatar" aria-hidden="true">${[...title][0] ?? '?'}</span>
      <span class="names"><strong>${title}</strong><small>${about}</small></span>
    </button>
  `;
}
