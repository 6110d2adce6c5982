// How the parts lie on the page.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions } from './actions.ts';
import { chatDetails } from './chat-details.ts';
import { chatList, personaField } from './chat-list.ts';
import { composer } from './composer.ts';
import { dialogBox } from './dialogs.ts';
import { faultSwitches } from './fault-switches.ts';
import { chatTables, kvAsItStands, whatTheBotDid } from './live-panels.ts';
import { messageList } from './messages.ts';
import { currentChat, type PageState, type Pane } from './page-state.ts';

const PANES: readonly (readonly [Pane, string])[] = [
  ['chats', 'Chats'],
  ['chat', 'Messages'],
  ['bot', 'Bot'],
  ['kv', 'KV'],
];

/** The same in the tab and on the page. */
const [NAME, WHERE] = document.title.split(/(?=,)/);

export const layout = (state: PageState, actions: Actions): TemplateResult => html`
  <a class="skip" href="#draft">Skip to the message field</a>
  <div class="page" data-pane=${state.pane}>
    <header class="bar">
      <h1>${NAME}<span>${WHERE}</span></h1>
      ${personaField(state, actions)}
    </header>
    <nav class="panes" aria-label="Parts of this page">
      ${PANES.map(
        ([pane, label]) =>
          html`<button aria-current=${state.pane === pane ? 'true' : nothing} @click=${() => actions.showPane(pane)}>${label}</button>`,
      )}
    </nav>
    <aside class="pane chats-pane" aria-label="Chats and what can be changed">
      ${chatList(state, actions)} ${chatDetails(state, actions)}
      <details>
        <summary>What goes wrong next</summary>
        ${faultSwitches(state, actions)}
      </details>
      <button class="plain" @click=${() => actions.showDialog({ kind: 'start_over' })}>Start over …</button>
    </aside>
    <main class="pane chat-pane">
      <h2><bdi>${currentChat(state)?.title ?? 'Private chat with the bot'}</bdi></h2>
      ${topics(state, actions)} ${messageList(state, actions)} ${composer(state, actions)}
    </main>
    <section class="pane bot-pane" aria-label="What the bot did">
      <h2>What the bot did</h2>
      ${whatTheBotDid(state)}
    </section>
    <section class="pane kv-pane" aria-label="Workers KV">
      <h2>Workers KV <small>of this chat, as wrangler shows it</small></h2>
      ${kvAsItStands(state, actions)}
      <h2>The chat’s object <small>its tables</small></h2>
      ${chatTables(state)}
    </section>
    <div class="notices">
      <p class="unseen" role="status">${state.heard}</p>
      <p class="toast" role="status">${state.toast}</p>
      ${state.isConnected ? nothing : html`<p class="toast" role="alert">The connection to npm start is lost: has it ended?</p>`}
    </div>
    ${dialogBox(state, actions)}
  </div>
`;

function topics(state: PageState, actions: Actions): TemplateResult | typeof nothing {
  const chat = currentChat(state);
  if (chat?.is_forum !== true) return nothing;
  return html`<nav class="topics" aria-label="Topics">
    ${[{ id: undefined, name: 'General' }, ...chat.topics].map(
      ({ id, name }) =>
        html`<button aria-current=${state.topic === id ? 'true' : nothing} @click=${() => actions.openChat(chat.id, id)}>${name}</button>`,
    )}
  </nav>`;
}
