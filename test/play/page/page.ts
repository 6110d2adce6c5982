// A Telegram in the browser, with the bot in it. This file puts the parts together.

import { render } from 'lit-html';
import type { Item } from '../../telegram/news.ts';
import { createActions } from './actions.ts';
import { listen } from './api.ts';
import { createDesk } from './desk.ts';
import { keepFresh } from './keep-fresh.ts';
import { layout } from './layout.ts';
import { createPageState, currentChat, type PageState, placeOf } from './page-state.ts';
import { keepPlace, scrollToEnd } from './placing.ts';
import { createReadings } from './readings.ts';

const MAX_NEWS = 300;
/** What one comes back to by loading the page again. */
const KEPT = 'place';

const state = createPageState();
let isFocused = false;
const desk = createDesk({
  state,
  draw,
  refresh: () => fresh.chats(),
  refreshFaults: () => fresh.faults(),
  focusDraft: () => document.getElementById('draft')?.focus(),
  showEnd: () => scrollToEnd('messages'),
});
const actions = createActions(desk);
const fresh = keepFresh(createReadings(state, draw), desk.showTrouble);

function draw(): void {
  const { persona, chat, topic, dialog } = state;
  const settle = keepPlace(placeOf(state), currentChat(state)?.requests.length ?? 0, dialog !== undefined);
  render(layout(state, actions), document.body);
  settle();
  focusOnce();
  sessionStorage.setItem(KEPT, JSON.stringify({ persona, chat, topic }));
}

/** Where there is a keyboard: on a phone it would cover the half of it. */
function focusOnce(): void {
  if (isFocused || !document.getElementById('draft')) return;
  isFocused = true;
  if (matchMedia('(min-width: 62rem)').matches && document.activeElement === document.body) desk.focusDraft();
}

function hear(item: Item): void {
  if (item.kind !== 'changed') state.news = [...state.news, item].slice(-MAX_NEWS);
  fresh.hear(item);
}

function connected(isConnected: boolean): void {
  state.isConnected = isConnected;
  if (isConnected) void fresh.everything();
  else draw();
}

const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '{}') as Partial<PageState>;
Object.assign(state, kept);
listen(hear, connected);
