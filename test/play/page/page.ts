// A Telegram in the browser, with the bot in it: what is read, when it is read anew, and how the parts lie on the page.

import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { Item } from '../../telegram/news.ts';
import * as api from './api.ts';
import { chatDetails } from './chat-details.ts';
import { chatList } from './chat-list.ts';
import { composer } from './composer.ts';
import { createDeeds } from './deeds.ts';
import { dialogBox } from './dialogs.ts';
import { faultSwitches } from './fault-switches.ts';
import { kvAsItStands, whatTheBotDid } from './live-panels.ts';
import { messageList } from './messages.ts';
import { createPageState, openChat, type Pane, personById } from './page-state.ts';
import { keepAtEnd, placeDialog } from './placing.ts';

const MAX_NEWS = 300;
/** News come in swarms: an update, its calls, the keys that it writes. */
const SWARM_MS = 40;

const state = createPageState();
const deeds = createDeeds({
  state,
  draw,
  refresh,
  focusDraft: () => document.getElementById('draft')?.focus(),
});

function draw(): void {
  const settle = keepAtEnd(['messages', 'news'], `${state.chat}/${state.topic}/${state.me.id}`);
  render(layout(), document.body);
  placeDialog(state.dialog !== undefined);
  settle();
  sessionStorage.setItem('place', JSON.stringify({ me: state.me, chat: state.chat, topic: state.topic }));
}

const PANES: readonly (readonly [Pane, string])[] = [
  ['chats', 'Chats'],
  ['chat', 'Messages'],
  ['bot', 'Bot'],
  ['kv', 'KV'],
];

function layout(): TemplateResult {
  const chat = openChat(state);
  return html`
    <div class="page" data-pane=${state.pane}>
      <nav class="panes" aria-label="Parts of this page">
        ${PANES.map(
          ([pane, label]) =>
            html`<button aria-current=${state.pane === pane ? 'true' : nothing} @click=${() => deeds.showPane(pane)}>${label}</button>`,
        )}
      </nav>
      <aside class="pane chats-pane" aria-label="Chats and what can be changed">
        <h1>Invite Link Bot <small>in a Telegram on this machine</small></h1>
        ${chatList(state, deeds)} ${chatDetails(state, deeds)}
        <details>
          <summary>What goes wrong next</summary>
          ${faultSwitches(state, deeds)}
        </details>
        <button class="plain" @click=${() => deeds.show({ kind: 'begin_anew' })}>Begin anew …</button>
      </aside>
      <main class="pane chat-pane">
        <h2>${chat?.title ?? 'Private chat with the bot'}</h2>
        ${topics()} ${messageList(state, deeds)} ${composer(state, deeds)}
        <p class="toast" role="status">${state.toast}</p>
      </main>
      <section class="pane bot-pane" aria-label="What the bot did">
        <h2>What the bot did</h2>
        ${whatTheBotDid(state)}
      </section>
      <section class="pane kv-pane" aria-label="Workers KV">
        <h2>Workers KV <small>${state.kv.length} ${state.kv.length === 1 ? 'key' : 'keys'}, the same that wrangler shows</small></h2>
        ${kvAsItStands(state)}
      </section>
      ${dialogBox(state, deeds)}
    </div>
  `;
}

function topics(): TemplateResult | typeof nothing {
  const chat = openChat(state);
  if (chat?.is_forum !== true) return nothing;
  return html`<nav class="topics" aria-label="Topics">
    ${[{ id: undefined, name: 'General' }, ...chat.topics].map(
      ({ id, name }) =>
        html`<button aria-current=${state.topic === id ? 'true' : nothing} @click=${() => deeds.open(chat.id, id)}>${name}</button>`,
    )}
  </nav>`;
}

/** Reads what is shown. Whoever asks while it is read gets the next reading. */
let reading: Promise<void> | undefined;
let isStale = false;
function refresh(): Promise<void> {
  isStale = true;
  reading ??= (async () => {
    while (isStale) {
      isStale = false;
      await read().catch(showTrouble);
      draw();
    }
    reading = undefined;
  })();
  return reading;
}

async function read(): Promise<void> {
  [state.people, state.chats] = await Promise.all([api.readPeople(), api.readChats()]);
  findPlace();
  const { chat, me } = state;
  const isGroup = openChat(state) !== undefined;
  const [messages, menu, keyboard, links, faults, kvFaults] = await Promise.all([
    api.readMessages(chat, me.id),
    api.readMenu(chat, me.id),
    api.readKeyboard(me.id),
    isGroup ? api.readLinks(chat) : [],
    api.readFaults(),
    api.readKvFaults(),
  ]);
  // Somebody went on meanwhile.
  if (chat !== state.chat || me !== state.me) return;
  Object.assign(state, { messages, menu, keyboard, links, faults, kvFaults });
}

/** Where the viewer is may have gone, as a group does that becomes a supergroup. */
function findPlace(): void {
  const [first] = state.people;
  if (!personById(state, state.me.id) && first) state.me = { id: first.id, isAnonymous: false };
  const moved = openChat(state)?.migrated_to;
  if (moved !== undefined) state.chat = moved;
  const isSomewhere = state.chat === state.me.id || openChat(state);
  if (!isSomewhere) state.chat = state.chats[0]?.id ?? state.me.id;
}

async function refreshKv(): Promise<void> {
  const before = new Map(state.kv.map(({ key, value }) => [key, value]));
  state.kv = await api.readKv();
  state.kvChanged = new Set(
    state.kv.filter(({ key, value }) => before.get(key) !== value).map(({ key }) => key),
  );
  draw();
}

function showTrouble(error: unknown): void {
  if (!(error instanceof api.Refused)) throw error;
  deeds.tell(error.message);
}

let isKvStale = false;
let _swarm: ReturnType<typeof setTimeout> | undefined;
function hear(item: Item): void {
  if (item.kind !== 'changed') {
    const others = state.news.filter(({ id }) => id !== item.id);
    state.news = [...others, item].slice(-MAX_NEWS);
  }
  isKvStale ||= item.kind === 'kv';
  _swarm ??= setTimeout(() => {
    _swarm = undefined;
    void refresh();
    if (isKvStale) void refreshKv().catch(showTrouble);
    isKvStale = false;
  }, SWARM_MS);
}

const place = JSON.parse(sessionStorage.getItem('place') ?? '{}') as Partial<typeof state>;
Object.assign(state, place);
await refresh();
await refreshKv();
state.kvChanged = new Set();
api.listen(hear, (isConnected) => {
  state.isConnected = isConnected;
  draw();
});
