// Beside the chat: what the bot did, and Workers KV as it stands.

import type { Update } from '@grammyjs/types';
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { readJson } from '../../../src/lib/shapes.ts';
import type { KvPassed } from '../../support/kv-door.ts';
import type { BotApiCall } from '../../telegram/bot-api.ts';
import type { DeliveryAttempt } from '../../telegram/delivery.ts';
import type { Item } from '../../telegram/news.ts';
import type { KvEntry } from '../kv-entries.ts';
import type { Actions } from './actions.ts';
import { clock, moment } from './moments.ts';
import { currentView, type PageState } from './page-state.ts';
import { isTrouble, type Trace, tracesOf } from './trace.ts';

export const whatTheBotDid = (state: PageState): TemplateResult => html`
  <ol class="news" id="news" tabindex="0" aria-label="What the bot did">
    ${repeat(tracesOf(state), ({ id }) => id, showTrace)}
  </ol>
`;

/** In words; each step as it was, with its JSON, inside. */
const showTrace = ({ at, cause, steps, isTrouble, items }: Trace): TemplateResult => html`
  <li class="trace ${isTrouble ? 'trouble' : ''}">
    <details>
      <summary><time>${clock(at)}</time> <b><bdi>${cause}</bdi></b><span class="steps">${steps.join(' · ')}</span></summary>
      <ol class="items">${repeat(items, ({ id }) => id, showItem)}</ol>
    </details>
  </li>
`;

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

function showItem(item: Item): TemplateResult {
  const { line, more } = describe(item);
  return html`<li class="${item.kind} ${isTrouble(item) ? 'trouble' : ''}">
    ${more === undefined ? html`<p>${line}</p>` : html`<details><summary>${line}</summary><pre tabindex="0">${more}</pre></details>`}
  </li>`;
}

interface Described {
  readonly line: TemplateResult;
  readonly more?: string;
}

function describe({ kind, about }: Item): Described {
  switch (kind) {
    case 'update': {
      const { update_id: _, ...update } = about as Update;
      return { line: html`<b>Update</b> ${Object.keys(update).join()}`, more: pretty(about) };
    }
    case 'delivery':
      return describeDelivery(about as DeliveryAttempt);
    case 'call':
      return describeCall(about as BotApiCall);
    case 'kv': {
      const { operation, key, failed } = about as KvPassed;
      return { line: html`<b>KV ${operation}</b> ${key} ${failed ? 'failed' : ''}` };
    }
    default: {
      const { log, says, trouble } = about as { log?: string; says?: string; trouble?: string };
      if (log !== undefined) return { line: html`<b>Log</b> ${log}`, more: pretty(readJson(log) ?? log) };
      const [first = '', ...others] = (says ?? trouble ?? '').split('\n');
      return {
        line: html`<b>Worker</b> ${first}`,
        ...(others.length > 0 && { more: others.join('\n') }),
      };
    }
  }
}

const milliseconds = (ms: number): string => `${Math.max(1, Math.round(ms))} ms`;

function describeDelivery({ status, ms, body }: DeliveryAttempt): Described {
  return {
    line: html`<b>Answered</b> ${status === 'lost' ? 'nothing' : status}, ${milliseconds(ms)}`,
    ...(body !== '' && { more: pretty(readJson(body) ?? body) }),
  };
}

function describeCall({ method, via, params, ok, result, error, fault, ms }: BotApiCall): Described {
  const came = ok ? 'ok' : (error?.description ?? 'no answer');
  const how = via === 'webhook reply' ? ', as the answer to the update' : `, ${milliseconds(ms)}`;
  return {
    line: html`<b>${method}</b> ${came}${how}`,
    more: pretty({ via, params, ...(fault && { fault }), ...(ok ? { result } : { error }) }),
  };
}

const tablesOf = (state: PageState) => currentView(state)?.tables ?? [];

/** What the open chat's object holds, table by table. */
export const chatTables = (state: PageState): TemplateResult => html`
  <ul class="kv" id="tables" tabindex="0" aria-label="The chat’s object">
    ${tablesOf(state).length === 0 ? html`<li class="empty">It holds nothing yet.</li>` : nothing}
    ${tablesOf(state).map(
      ({ name, count, rows }) => html`<li>
        <details>
          <summary><b>${name}</b> <span>${count} ${count === 1 ? 'row' : 'rows'}</span></summary>
          <pre tabindex="0">${rows.map((row) => JSON.stringify(row)).join('\n')}</pre>
        </details>
      </li>`,
    )}
  </ul>
`;

export function kvAsItStands(state: PageState, actions: Actions): TemplateResult {
  const ofChat = state.kv.filter((entry) => isAbout(entry, state.chat));
  const shown = state.isKvWhole ? state.kv : ofChat;
  const change = (event: Event): void => actions.showWholeKv((event.target as HTMLInputElement).checked);
  return html`
    <label class="filter">
      <input type="checkbox" name="whole_kv" .checked=${state.isKvWhole} @change=${change} />
      All keys (${state.kv.length}), those of other chats too
    </label>
    <ul class="kv" id="kv" tabindex="0" aria-label="Workers KV">
      ${shown.length === 0 ? html`<li class="empty">Nothing about this chat yet.</li>` : nothing}
      ${repeat(
        shown,
        ({ key }) => key,
        ({ key, value, metadata, expiration }) => html`<li class=${state.kvChanged.has(key) ? 'fresh' : ''}>
          <details>
            <summary><b>${key}</b> <span>${value}</span></summary>
            <pre tabindex="0">${pretty(readJson(value) ?? value)}</pre>
            ${metadata === undefined ? nothing : html`<p>Metadata</p><pre tabindex="0">${pretty(metadata)}</pre>`}
            ${expiration === undefined ? nothing : html`<p>Kept until ${moment(expiration)}</p>`}
          </details>
        </li>`,
      )}
    </ul>
  `;
}

/** A key names its chat, or its value does. */
const isAbout = ({ key, value }: KvEntry, chat: number): boolean =>
  key.split(':')[1] === String(chat) || value.includes(`"chat":${chat}`);
