// Where the viewer writes, with the bot's commands as they are offered when a message begins with a slash.

import type { BotCommand } from '@grammyjs/types';
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { KnownChat } from './api.ts';
import type { Deeds } from './deeds.ts';
import { mayWrite, memberIn, nameOf, openChat, type PageState } from './page-state.ts';

export function composer(state: PageState, deeds: Deeds): TemplateResult {
  const chat = openChat(state);
  if (chat && !mayWrite(chat, state.me.id)) return silence(state, deeds, chat);
  const offered = offeredCommands(state);
  const about = whatIsWritten(state);
  return html`
    ${keyboard(state, deeds)}
    ${
      about === undefined
        ? nothing
        : html`<p class="about">${about} <button @click=${deeds.clearDraft}>Cancel</button></p>`
    }
    ${commandMenu(deeds, offered)}
    <form class="composer" @submit=${(event: Event) => submit(event, deeds)}>
      <textarea
        id="draft"
        name="message"
        rows="1"
        aria-label="Message"
        placeholder=${chat ? `Write to ${chat.title}, or / for the commands` : 'Write to the bot, or / for the commands'}
        autocomplete="off"
        .value=${live(state.draft)}
        @input=${(event: Event) => deeds.write((event.target as HTMLTextAreaElement).value)}
        @keydown=${(event: KeyboardEvent) => onKey(event, state, deeds, offered)}
      ></textarea>
      <button class="primary">${state.editing === undefined ? 'Send' : 'Save'}</button>
    </form>
    ${audience(state, deeds)}
  `;
}

function silence(state: PageState, deeds: Deeds, chat: KnownChat): TemplateResult {
  const name = nameOf(state, state.me.id);
  const isHere = memberIn(chat, state.me.id)?.status === 'member';
  const isPublic = 'username' in chat && chat.username !== undefined;
  const why =
    chat.type === 'channel' && isHere
      ? `Only admins post in ${chat.title}.`
      : `${name} is not in ${chat.title}.${isPublic ? '' : ' An invite link leads there.'}`;
  return html`<p class="silence">
    ${why}
    ${isPublic && !isHere ? html`<button @click=${() => deeds.join(chat.id)}>Join</button>` : nothing}
  </p>`;
}

function submit(event: Event, deeds: Deeds): void {
  event.preventDefault();
  void deeds.send();
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

/** Enter sends, as in Telegram's apps; the arrow goes to the commands on offer, or back to what one wrote last. */
function onKey(event: KeyboardEvent, state: PageState, deeds: Deeds, offered: readonly BotCommand[]): void {
  if (event.isComposing) return;
  if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    void deeds.send();
  } else if (event.key === 'Tab' && offered[0] && !event.shiftKey) {
    event.preventDefault();
    deeds.fillIn(`/${offered[0].command}`);
  } else if (event.key === 'ArrowUp' && offered.length > 0) {
    event.preventDefault();
    document.querySelector<HTMLButtonElement>('.menu li:last-child button')?.focus();
  } else if (event.key === 'Escape') {
    deeds.clearDraft();
  } else if (event.key === 'ArrowUp' && state.draft === '') {
    const own = state.messages.findLast(
      ({ from, text, ephemeral_message_id: ephemeral }) =>
        from?.id === state.me.id && text !== undefined && ephemeral === undefined,
    );
    if (own) deeds.edit(own);
  }
}

/** Those that go on as the draft begins. */
function offeredCommands({ draft, menu, editing }: PageState): readonly BotCommand[] {
  const typed = /^\/(\w*)$/.exec(draft)?.[1]?.toLowerCase();
  if (typed === undefined || editing !== undefined) return [];
  return menu.filter(({ command }) => command.startsWith(typed));
}

function commandMenu(deeds: Deeds, offered: readonly BotCommand[]): TemplateResult | typeof nothing {
  if (offered.length === 0) return nothing;
  return html`<ul class="menu" aria-label="Commands" @keydown=${onMenuKey}>
    ${offered.map(
      ({ command, description }) => html`<li>
        <button @click=${() => deeds.fillIn(`/${command}`)}><strong>/${command}</strong> <span>${description}</span></button>
      </li>`,
    )}
  </ul>`;
}

function whatIsWritten({ editing, replyTo, messages }: PageState): string | undefined {
  if (editing !== undefined) return 'You are editing your message.';
  if (replyTo === undefined) return undefined;
  const original = messages.find((one) => one.message_id === replyTo);
  return `You are replying to: ${original?.text?.slice(0, 80) ?? '…'}`;
}

/** An app sends a command so that the bot alone sees it, where the menu that the bot registered says so. */
function audience(state: PageState, deeds: Deeds): TemplateResult | typeof nothing {
  const typed = /^\/(\w+)/.exec(state.draft)?.[1]?.toLowerCase();
  const isEphemeral = state.menu.some(
    ({ command, is_ephemeral }) => command === typed && is_ephemeral === true,
  );
  if (!isEphemeral || state.me.isAnonymous || state.editing !== undefined) return nothing;
  const change = (event: Event): void => deeds.speakInPublic((event.target as HTMLInputElement).checked);
  return html`<label class="audience">
    <input type="checkbox" name="in_public" .checked=${live(state.inPublic)} @change=${change} />
    Let everybody in the chat see the command and its answer. Otherwise you and the bot alone see them.
  </label>`;
}

function keyboard({ keyboard: buttons, chat, me }: PageState, deeds: Deeds): TemplateResult | typeof nothing {
  if (chat !== me.id || buttons.length === 0) return nothing;
  return html`<div class="keyboard" role="group" aria-label="Buttons of the bot">
    <div class="row">
      ${buttons.map((button) => html`<button @click=${() => deeds.chooserFor(button)}>${button.text}</button>`)}
    </div>
  </div>`;
}
