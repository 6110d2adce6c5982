// Who is what in the open chat, who asks to join it, and its invite links as Telegram has them.

import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { repeat } from 'lit-html/directives/repeat.js';
import type { LinkAtTelegram } from '../../telegram/local-telegram.ts';
import type { Actions } from './actions.ts';
import type { ChatAtTelegram } from './api.ts';
import { moment } from './moments.ts';
import { currentChat, currentView, nameOf, type PageState } from './page-state.ts';
import { roleNameOf, rolesFor } from './roles.ts';

export function chatDetails(state: PageState, actions: Actions): TemplateResult | typeof nothing {
  const chat = currentChat(state);
  if (!chat) return nothing;
  const known = currentView(state)?.links ?? [];
  return html`
    <details>
      <summary>People and rights</summary>
      ${people(state, actions, chat)}
    </details>
    <details id="links">
      <summary>Invite links at Telegram (${known.length})</summary>
      <div role="group" aria-label="Requests to join, and links" tabindex="-1">
        ${requests(state, actions, chat)} ${links(known, actions)}
      </div>
    </details>
  `;
}

function people(state: PageState, actions: Actions, chat: ChatAtTelegram): TemplateResult {
  const { bot } = state;
  const everybody = [...(bot ? [{ ...bot, first_name: 'The bot' }] : []), ...state.people];
  const add = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const name = String(new FormData(form).get('first_name') ?? '').trim();
    form.reset();
    if (name !== '') void actions.addPerson(name);
  };
  return html`
    <ul class="people">
      ${everybody.map(({ id, first_name: name }) => html`<li>${roleField(actions, chat, id, name, id === bot?.id)}</li>`)}
    </ul>
    <form class="add" @submit=${add}>
      <input name="first_name" aria-label="Name of someone new" placeholder="Someone new" maxlength="64" />
      <button>Add</button>
    </form>
    ${
      chat.type === 'group'
        ? html`<button class="plain" @click=${actions.migrate}>Make it a supergroup</button>`
        : nothing
    }
  `;
}

function roleField(
  actions: Actions,
  chat: ChatAtTelegram,
  id: number,
  name: string,
  isBot: boolean,
): TemplateResult {
  const role = roleNameOf(chat, id, isBot);
  if (role === undefined) return html`<span class="role"><bdi>${name}</bdi><span>owner</span></span>`;
  const change = (event: Event): void => void actions.setRole(id, (event.target as HTMLSelectElement).value);
  return html`<label class="role">
    <bdi>${name}</bdi>
    <select .value=${live(role)} @change=${change}>
      ${rolesFor(chat, id, isBot).map(
        (one) => html`<option value=${one.name} .selected=${one.name === role}>${one.label}</option>`,
      )}
    </select>
  </label>`;
}

function requests(state: PageState, actions: Actions, chat: ChatAtTelegram): TemplateResult | typeof nothing {
  if (chat.requests.length === 0) return nothing;
  return html`<ul class="requests" aria-label="Requests to join">
    ${repeat(
      chat.requests,
      ({ user_id: id }) => id,
      ({ user_id: id }) => html`<li>
        <bdi>${nameOf(state, id)}</bdi> asks to join.
        <button @click=${() => actions.answerRequest(id, true)}>Approve</button>
        <button @click=${() => actions.answerRequest(id, false)}>Decline</button>
        <button @click=${() => actions.withdraw(id)}>Withdraw</button>
      </li>`,
    )}
  </ul>`;
}

function links(known: readonly LinkAtTelegram[], actions: Actions): TemplateResult {
  if (known.length === 0) return html`<p class="empty">None yet: /create makes one.</p>`;
  return html`<ul class="links">
    ${repeat(
      [...known].reverse(),
      (link) => link.invite_link,
      (link) => html`<li class=${link.is_revoked ? 'closed' : ''}>
        <button @click=${() => actions.showDialog({ kind: 'open_link', link: link.invite_link })}>
          ${link.invite_link.replace('https://', '')}
        </button>
        <small>${describeLink(link)}</small>
      </li>`,
    )}
  </ul>`;
}

export function describeLink(link: LinkAtTelegram): string {
  const { name, is_revoked: isRevoked, expire_date: expires, member_limit: limit, members } = link;
  const hasExpired = expires !== undefined && expires * 1000 <= Date.now();
  const parts = [
    name === undefined ? undefined : `“${name}”`,
    link.is_primary ? 'primary' : undefined,
    isRevoked ? 'revoked' : hasExpired ? 'expired' : 'open',
    expires === undefined || hasExpired ? undefined : `until ${moment(expires)}`,
    link.creates_join_request ? 'by approval' : undefined,
    limit === undefined ? `${members.length} came by it` : `${members.length} of ${limit} places taken`,
    link.creator.is_bot ? undefined : `${link.creator.first_name}’s own, not the bot’s`,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}
