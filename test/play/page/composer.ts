// Where one writes, with the bot's commands as they are offered when a message begins with a slash.

import type { BotCommand } from '@grammyjs/types';
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Actions } from './actions.ts';
import type { ChatAtTelegram } from './api.ts';
import {
  currentChat,
  currentView,
  isolated,
  isPublic,
  mayWrite,
  memberIn,
  nameOf,
  type PageState,
} from './page-state.ts';

export function composer(state: PageState, actions: Actions): TemplateResult {
  const chat = currentChat(state);
  if (chat && !mayWrite(chat, state.persona.id)) return silence(state, actions, chat);
  const offered = offeredCommands(state);
  const about = whatIsWritten(state);
  return html`
    ${keyboard(state, actions)}
    ${
      about === undefined
        ? nothing
        : html`<p class="about">${about} <button @click=${actions.clearDraft}>Cancel</button></p>`
    }
    <p class="unseen" role="status">${wordOffer(offered.length)}</p>
    ${commandMenu(actions, offered)}
    <form class="composer" @submit=${(event: Event) => submit(event, actions)}>
      <textarea
        id="draft"
        name="message"
        rows="1"
        aria-label="Message"
        placeholder="Write, or / for the commands"
        autocomplete="off"
        .value=${live(state.draft.text)}
        @input=${(event: Event) => actions.write((event.target as HTMLTextAreaElement).value)}
        @keydown=${(event: KeyboardEvent) => onKey(event, state, actions, offered)}
      ></textarea>
      <button class="primary">${state.draft.editing === undefined ? 'Send' : 'Save'}</button>
    </form>
    ${audience(state, actions)}
  `;
}

/** The menu appears without a word where no one sees it. */
const wordOffer = (count: number): string =>
  count === 0 ? '' : `${count} ${count === 1 ? 'command' : 'commands'} on offer: the arrows lead there.`;

function silence(state: PageState, actions: Actions, chat: ChatAtTelegram): TemplateResult {
  const name = isolated(nameOf(state, state.persona.id));
  const isHere = memberIn(chat, state.persona.id)?.status === 'member';
  const why =
    chat.type === 'channel' && isHere
      ? `Only admins post in ${isolated(chat.title)}.`
      : `${name} is not in ${isolated(chat.title)}.${isPublic(chat) ? '' : ' An invite link leads there.'}`;
  return html`<p class="silence">
    ${why}
    ${isPublic(chat) && !isHere ? html`<button @click=${() => actions.join(chat.id)}>Join</button>` : nothing}
  </p>`;
}

function submit(event: Event, actions: Actions): void {
  event.preventDefault();
  void actions.send();
}

/** Up and down the offered commands; below the last of them is the message field. */
function onMenuKey(event: KeyboardEvent): void {
  const step = { ArrowUp: 'previousElementSibling', ArrowDown: 'nextElementSibling' } as const;
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown' && event.key !== 'Escape') return;
  event.preventDefault();
  const item = (event.target as Element).closest('li');
  const next = event.key === 'Escape' ? null : item?.[step[event.key]]?.querySelector('button');
  if (next) next.focus();
  else if (event.key !== 'ArrowUp') document.getElementById('draft')?.focus();
}

/**
 * As in Telegram's apps, Enter sends, but goes on with the first command on offer where one is half typed; the arrows go to the
 * commands on offer, or up to what one wrote last.
 */
function onKey(
  event: KeyboardEvent,
  state: PageState,
  actions: Actions,
  offered: readonly BotCommand[],
): void {
  if (event.isComposing) return;
  const { text, replyTo, editing } = state.draft;
  const [first] = offered;
  const isHalfTyped = first !== undefined && offered.every(({ command }) => `/${command}` !== text);
  if (event.key === 'Enter' && !event.shiftKey && !isHalfTyped) {
    event.preventDefault();
    void actions.send();
  } else if ((event.key === 'Enter' || event.key === 'Tab') && first && !event.shiftKey) {
    event.preventDefault();
    actions.fillIn(`/${first.command}`);
  } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && first) {
    event.preventDefault();
    const end = event.key === 'ArrowUp' ? 'last' : 'first';
    document.querySelector<HTMLButtonElement>(`.menu li:${end}-child button`)?.focus();
  } else if (event.key === 'Escape' && (replyTo ?? editing) !== undefined) {
    actions.clearDraft();
  } else if (event.key === 'ArrowUp' && text === '') {
    const own = currentView(state)?.messages.findLast(
      ({ from, text, ephemeral_message_id: ephemeral }) =>
        from?.id === state.persona.id && text !== undefined && ephemeral === undefined,
    );
    if (own) actions.edit(own);
  }
}

/** Those that go on as the draft begins. */
function offeredCommands(state: PageState): readonly BotCommand[] {
  const { text, editing } = state.draft;
  const typed = /^\/(\w*)$/.exec(text)?.[1]?.toLowerCase();
  if (typed === undefined || editing !== undefined) return [];
  return (currentView(state)?.menu ?? []).filter(({ command }) => command.startsWith(typed));
}

function commandMenu(actions: Actions, offered: readonly BotCommand[]): TemplateResult | typeof nothing {
  if (offered.length === 0) return nothing;
  return html`<ul class="menu" aria-label="Commands" @keydown=${onMenuKey}>
    ${offered.map(
      ({ command, description }) => html`<li>
        <button @click=${() => actions.fillIn(`/${command}`)}><strong>/${command}</strong> <span>${description}</span></button>
      </li>`,
    )}
  </ul>`;
}

function whatIsWritten(state: PageState): string | undefined {
  const { editing, replyTo } = state.draft;
  if (editing !== undefined) return 'You are editing your message.';
  if (replyTo === undefined) return undefined;
  const original = currentView(state)?.messages.find((one) => one.message_id === replyTo);
  return `You are replying to: ${original?.text?.slice(0, 80) ?? '…'}`;
}

/** An app sends a command so that the bot alone sees it, where the menu that the bot registered says so. */
function audience(state: PageState, actions: Actions): TemplateResult | typeof nothing {
  const { text, editing, inPublic = false } = state.draft;
  const typed = /^\/(\w+)/.exec(text)?.[1]?.toLowerCase();
  const isEphemeral = currentView(state)?.menu.some(
    ({ command, is_ephemeral }) => command === typed && is_ephemeral === true,
  );
  if (!isEphemeral || state.persona.isAnonymous || editing !== undefined) return nothing;
  const change = (event: Event): void => actions.speakInPublic((event.target as HTMLInputElement).checked);
  return html`<label class="audience">
    <input type="checkbox" name="in_public" .checked=${live(inPublic)} @change=${change} />
    Let everybody in the chat see the command and its answer. Otherwise you and the bot alone see them.
  </label>`;
}

function keyboard(state: PageState, actions: Actions): TemplateResult | typeof nothing {
  const buttons = currentView(state)?.keyboard ?? [];
  if (state.chat !== state.persona.id || buttons.length === 0) return nothing;
  return html`<div class="keyboard" role="group" aria-label="Buttons of the bot">
    <div class="row">
      ${buttons.map((button) => html`<button @click=${() => actions.openChooser(button)}>${button.text}</button>`)}
    </div>
  </div>`;
}
