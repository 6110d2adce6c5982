// The messages of the open chat, as the persona sees them.

import type { InlineKeyboardButton, Message } from '@grammyjs/types';
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Actions } from './actions.ts';
import { spinKey } from './actions-of-pressing.ts';
import { formatted } from './formatted.ts';
import { clock, moment } from './moments.ts';
import {
  currentChat,
  currentView,
  describeMember,
  isIn,
  isPublic,
  memberIn,
  messageKey,
  type PageState,
} from './page-state.ts';
import { wordService } from './service-messages.ts';

export function messageList(state: PageState, actions: Actions): TemplateResult {
  const view = currentView(state);
  const visible = (view?.messages ?? []).filter((message) => isInTopic(state, message));
  const hidden = Math.max(0, visible.length - state.shown);
  return html`
    <div class="messages" id="messages" role="group" aria-label="Messages" tabindex="0">
      ${
        hidden > 0
          ? html`<button class="earlier" @click=${actions.showEarlier}>Show earlier messages (${hidden})</button>`
          : nothing
      }
      ${view && visible.length === 0 ? emptiness(state, actions) : nothing}
      ${repeat(visible.slice(hidden), messageKey, (message) => showMessage(state, actions, message))}
    </div>
  `;
}

/** What to try first, in a chat where nothing was said. */
function emptiness(state: PageState, actions: Actions): TemplateResult {
  const chat = currentChat(state);
  const isHere = !chat || isIn(chat, state.persona.id);
  if (!isHere && !isPublic(chat)) return html`<p class="empty">Only its members see what is said here.</p>`;
  return html`<div class="empty">
    <p>Nothing was said here yet.${isHere ? ' Try one of these:' : ''}</p>
    ${isHere ? TRY[chat ? 'chat' : 'private'].map((text) => html`<button class="chip" @click=${() => actions.suggest(text)}>${text}</button>`) : nothing}
  </div>`;
}

const TRY = {
  chat: ['/create VIP guests expires=2d limit=5', '/create Family approval', '/links', '/help'],
  private: ['/start', '/chats', '/help'],
} as const;

function isInTopic(state: PageState, message: Message): boolean {
  if (currentChat(state)?.is_forum !== true) return true;
  return (message.is_topic_message ? message.message_thread_id : undefined) === state.topic;
}

function showMessage(state: PageState, actions: Actions, message: Message): TemplateResult {
  const service = wordService(message);
  if (service !== undefined) return html`<p class="service">${service}</p>`;
  const isOwn = message.from?.id === state.persona.id;
  const isSecret = message.ephemeral_message_id !== undefined;
  const time = new Date(message.date * 1000);
  const textId = `text-${messageKey(message)}`;
  return html`
    <article tabindex="-1" aria-labelledby=${textId} class="message ${isOwn ? 'own' : ''} ${isSecret ? 'secret' : ''}">
      <header>
        <strong><bdi>${authorOf(state, message)}</bdi></strong>
        <small>${roleOf(state, message)}</small>
        ${isSecret ? html`<small class="badge">${isOwn ? 'seen by you and the bot' : 'only you see this'}</small>` : nothing}
      </header>
      ${quoted(state, message)}
      <div class="text" id=${textId}>${formatted(message, actions)}</div>
      ${keyboard(state, actions, message)}
      <footer>
        ${isSecret ? nothing : html`<button aria-describedby=${textId} @click=${() => actions.reply(message)}>Reply</button>`}
        ${isOwn && !isSecret ? html`<button aria-describedby=${textId} @click=${() => actions.edit(message)}>Edit</button>` : nothing}
        ${message.edit_date === undefined ? nothing : html`<small>edited</small>`}
        <time datetime=${time.toISOString()} title=${moment(message.date)}>${clock(message.date * 1000)}</time>
      </footer>
    </article>
  `;
}

function authorOf(state: PageState, { from, sender_chat: sender, chat }: Message): string {
  if (chat.type === 'channel') return chat.title;
  if (sender) return sender.title ?? 'Someone';
  return from?.first_name ?? state.bot?.first_name ?? 'Someone';
}

function roleOf(state: PageState, { from, sender_chat: sender, chat }: Message): string {
  const known = currentChat(state);
  if (!known || chat.type === 'channel') return '';
  if (sender) return sender.id === chat.id ? 'anonymous admin' : 'channel';
  if (from?.is_bot) return 'bot';
  const member = from && memberIn(known, from.id);
  return member?.status === 'member' ? '' : describeMember(member);
}

function quoted(state: PageState, message: Message): TemplateResult | typeof nothing {
  const original = message.reply_to_message;
  // In a topic, whatever replies to nothing is shown as a reply to the topic's head.
  if (!original || original.forum_topic_created) return nothing;
  return html`<blockquote class="reply"><strong><bdi>${authorOf(state, original as Message)}</bdi></strong> <bdi>${original.text ?? '…'}</bdi></blockquote>`;
}

function keyboard(state: PageState, actions: Actions, message: Message): TemplateResult | typeof nothing {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return nothing;
  return html`<div class="keyboard">
    ${rows.map(
      (row) => html`<div class="row">
        ${repeat(row, meaningOf, (button) => showButton(state, actions, message, button))}
      </div>`,
    )}
  </div>`;
}

/** A button that means something else is another one: a person who pressed the former has not chosen the latter. */
const meaningOf = (button: InlineKeyboardButton): string =>
  'callback_data' in button ? button.callback_data : button.text;

function showButton(
  state: PageState,
  actions: Actions,
  message: Message,
  button: InlineKeyboardButton,
): TemplateResult {
  const style = button.style ?? '';
  if ('url' in button) {
    const open = (): void => actions.openAddress(button.url);
    return html`<button class=${style} @click=${open}>${button.text} <span aria-hidden="true">↗</span></button>`;
  }
  if ('copy_text' in button) {
    const copy = (): Promise<void> => actions.copy(button.copy_text.text);
    return html`<button class=${style} @click=${copy}>${button.text}</button>`;
  }
  if (!('callback_data' in button)) return html`<button class=${style} disabled>${button.text}</button>`;
  const spins = state.spinning.has(spinKey(message, button.text));
  return html`<button class=${style} aria-busy=${spins} @click=${() => actions.press(message, button)}>${button.text}</button>`;
}
