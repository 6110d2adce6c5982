// What is asked in a dialog of its own.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions } from './actions.ts';
import type { ChatAtTelegram } from './api.ts';
import { describeLink } from './chat-details.ts';
import {
  currentChat,
  currentView,
  type Dialog,
  describeMember,
  isIn,
  livingChats,
  mayInvite,
  mayWrite,
  memberIn,
  type PageState,
} from './page-state.ts';

/** One that is closed where nothing is asked. */
export const dialogBox = (state: PageState, actions: Actions): TemplateResult => html`
  <dialog id="dialog" aria-labelledby="dialog-title" @close=${() => actions.showDialog(undefined)}>
    ${state.dialog ? content(state, actions, state.dialog) : nothing}
    <form method="dialog"><button>Close</button></form>
  </dialog>
`;

const title = (words: string): TemplateResult => html`<h2 id="dialog-title">${words}</h2>`;

function content(state: PageState, actions: Actions, dialog: Dialog): TemplateResult {
  switch (dialog.kind) {
    case 'open_link':
      return openLink(state, actions, dialog.link);
    case 'open_door':
      return html`
        ${title('This address stays')}
        <p><a href=${dialog.url.href} target="_blank" rel="noopener">Open its page</a> as a visitor sees it.</p>
        ${dialog.link === undefined ? html`<p>It leads nowhere now.</p>` : joinAs(state, actions, dialog.link)}
      `;
    case 'share':
      return html`
        ${title('Share to')}
        <p>${dialog.text}</p>
        ${chatButtons(
          livingChats(state).filter((chat) => mayWrite(chat, state.persona.id)),
          (chat) => actions.share(chat.id, dialog.text),
        )}
      `;
    case 'add_bot': {
      const offered = livingChats(state).filter(
        (chat) =>
          (chat.type === 'channel') === dialog.isChannel && mayInvite(memberIn(chat, state.persona.id)),
      );
      return html`
        ${title('Add the bot, as an admin who may invite, to')}
        ${chatButtons(offered, (chat) => actions.addBot(chat.id, dialog.payload))}
      `;
    }
    case 'choose_chat': {
      const { bot, persona } = state;
      const offered = livingChats(state).filter(
        (chat) =>
          (chat.type === 'channel') === dialog.button.chat_is_channel &&
          mayInvite(memberIn(chat, persona.id)) &&
          bot !== undefined &&
          mayInvite(memberIn(chat, bot.id)),
      );
      return html`${title(dialog.button.text)} ${chatButtons(offered, (chat) => actions.choose(chat.id))}`;
    }
    case 'alert':
      return html`${title('The bot says')}
        <p>${dialog.text}</p>`;
    case 'start_over':
      return html`
        ${title('Start over?')}
        <p>Every chat, message and link here is forgotten, and so is what Workers KV holds.</p>
        <button class="danger" @click=${actions.startOver}>Start over</button>
      `;
  }
}

function chatButtons(
  chats: readonly ChatAtTelegram[],
  choose: (chat: ChatAtTelegram) => unknown,
): TemplateResult {
  if (chats.length === 0) return html`<p class="empty">There is no chat to offer.</p>`;
  return html`<div class="choices">
    ${chats.map((chat) => html`<button @click=${() => choose(chat)}><bdi>${chat.title}</bdi></button>`)}
  </div>`;
}

const openLink = (state: PageState, actions: Actions, link: string): TemplateResult =>
  html`${title('Open this invite link')} ${joinAs(state, actions, link)}`;

function joinAs(state: PageState, actions: Actions, link: string): TemplateResult {
  const known = currentView(state)?.links.find((one) => one.invite_link === link);
  const chat = currentChat(state);
  const standing = (id: number): string => (chat && known ? `, ${describeMember(memberIn(chat, id))}` : '');
  const outsiders = state.people.filter(({ id }) => !chat || !known || !isIn(chat, id));
  const others = state.people.filter((one) => !outsiders.includes(one));
  return html`
    <p>
      <code>${link}</code>
      ${known ? html`<br /><small>${describeLink(known)}</small>` : nothing}
    </p>
    <div class="choices">
      ${[...outsiders, ...others].map(
        ({ id, first_name: name }) =>
          html`<button @click=${() => actions.joinBy(link, id)}>as <bdi>${name}</bdi>${standing(id)}</button>`,
      )}
    </div>
  `;
}
