// As whom one acts, and the chats.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions } from './actions.ts';
import type { ChatAtTelegram } from './api.ts';
import { clock } from './moments.ts';
import {
  currentChat,
  currentView,
  describeMember,
  isIn,
  isolated,
  livingChats,
  mayBeAnonymous,
  memberIn,
  type PageState,
  type Persona,
} from './page-state.ts';
import { wordMessage } from './trace.ts';

export const chatList = (state: PageState, actions: Actions): TemplateResult => html`
  <nav aria-label="Chats">
    <ul class="chats">
      <li>${entry(state, actions, { id: state.persona.id, title: state.bot?.first_name ?? 'The bot', about: 'private chat' })}</li>
      ${livingChats(state).map(
        (chat) =>
          html`<li>${entry(state, actions, { ...describe(state, chat), id: chat.id, title: chat.title })}</li>`,
      )}
    </ul>
  </nav>
`;

export function personaField(state: PageState, actions: Actions): TemplateResult {
  const chat = currentChat(state);
  const become = (event: Event): void => {
    const [id = '', anonymously] = (event.target as HTMLSelectElement).value.split(' ');
    actions.become({ id: Number(id), isAnonymous: anonymously !== undefined });
  };
  const option = (persona: Persona, label: string): TemplateResult => {
    const { id, isAnonymous } = state.persona;
    const isChosen = persona.id === id && persona.isAnonymous === isAnonymous;
    return html`<option value=${persona.id + (persona.isAnonymous ? ' anonymously' : '')} .selected=${isChosen}>${label}</option>`;
  };
  const admins = state.people.filter(({ id }) => mayBeAnonymous(chat, id));
  return html`
    <label class="persona">
      You are
      <select name="persona" @change=${become}>
        ${state.people.map(({ id, first_name: name }) =>
          option(
            { id, isAnonymous: false },
            chat ? `${isolated(name)}, ${describeMember(memberIn(chat, id))}` : name,
          ),
        )}
        ${admins.map(({ id, first_name: name }) =>
          option({ id, isAnonymous: true }, `${isolated(name)}, as an anonymous admin`),
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

function describe(state: PageState, chat: ChatAtTelegram): { about: string; isForeign: boolean } {
  const isForeign = !isIn(chat, state.persona.id);
  const kind = chat.is_forum ? 'forum' : KINDS[chat.type];
  return { about: isForeign ? `${kind}, you are not in it` : kind, isForeign };
}

/** As many as Telegram has for people without a picture. */
const TINTS = 7;

function entry(state: PageState, actions: Actions, { id, title, about, isForeign }: Entry): TemplateResult {
  const latest = currentView(state)?.latest.find(({ chat }) => chat.id === id);
  return html`
    <button
      class=${isForeign ? 'chat foreign' : 'chat'}
      aria-current=${state.chat === id ? 'true' : nothing}
      aria-label="${title}, ${about}"
      aria-describedby="latest-${id}"
      @click=${() => actions.openChat(id)}
    >
      <span class="avatar tint-${Math.abs(id) % TINTS}" aria-hidden="true">${[...title][0] ?? '?'}</span>
      <span class="names">
        <strong><bdi>${title}</bdi></strong>
        <small id="latest-${id}"><bdi>${latest && !isForeign ? wordMessage(latest) : about}</bdi></small>
      </span>
      ${latest && !isForeign ? html`<time>${clock(latest.date * 1000)}</time>` : nothing}
    </button>
  `;
}
