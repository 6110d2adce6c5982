// Beside the chat: what the bot did, and Workers KV as it stands.

import type { Update } from '@grammyjs/types';
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { readJson } from '../../../src/lib/shapes.ts';
import type { KvPassed } from '../../support/kv-door.ts';
import type { BotApiCall } from '../../telegram/bot-api.ts';
import type { DeliveryAttempt } from '../../telegram/delivery.ts';
import type { Item } from '../../telegram/news.ts';
import { currentView, type PageState } from './page-state.ts';

export const whatTheBotDid = ({ news }: PageState): TemplateResult => html`
  <ol class="news" id="news" tabindex="0" aria-label="What the bot did">
    ${repeat(news, ({ id }) => id, showItem)}
  </ol>
`;

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const milliseconds = (ms: number): string => `${Math.max(1, Math.round(ms))} ms`;
const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

function showItem(item: Item): TemplateResult {
  const { line, more, isTrouble } = describe(item);
  const head = html`<time>${TIME.format(item.at)}</time> ${line}`;
  return html`<li class="${item.kind} ${isTrouble ? 'trouble' : ''}">
    ${more === undefined ? html`<p>${head}</p>` : html`<details><summary>${head}</summary><pre tabindex="0">${more}</pre></details>`}
  </li>`;
}

interface Described {
  readonly line: TemplateResult;
  readonly more?: string;
  readonly isTrouble?: boolean;
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
      return { line: html`<b>KV ${operation}</b> ${key} ${failed ? 'failed' : ''}`, isTrouble: failed };
    }
    default: {
      const { log, says, trouble } = about as { log?: string; says?: string; trouble?: string };
      if (log !== undefined) return { line: html`<b>Log</b> ${log}`, more: pretty(readJson(log) ?? log) };
      const [first = '', ...others] = (says ?? trouble ?? '').split('\n');
      return {
        line: html`<b>Worker</b> ${first}`,
        ...(others.length > 0 && { more: others.join('\n') }),
        isTrouble: trouble !== undefined,
      };
    }
  }
}

function describeDelivery({ status, ms, body }: DeliveryAttempt): Described {
  return {
    line: html`<b>Answered</b> ${status === 'lost' ? 'nothing' : status}, ${milliseconds(ms)}`,
    ...(body !== '' && { more: pretty(readJson(body) ?? body) }),
    isTrouble: status !== 200,
  };
}

function describeCall({ method, via, params, ok, result, error, fault, ms }: BotApiCall): Described {
  const came = ok ? 'ok' : (error?.description ?? 'no answer');
  const how = via === 'webhook reply' ? ', as the answer to the update' : `, ${milliseconds(ms)}`;
  return {
    line: html`<b>${method}</b> ${came}${how}`,
    more: pretty({ via, params, ...(fault && { fault }), ...(ok ? { result } : { error }) }),
    isTrouble: !ok || fault !== undefined,
  };
}

/** What the open chat's object holds, table by table. */
export const chatTables = (state: PageState): TemplateResult => html`
  <ul class="kv" id="tables" tabindex="0" aria-label="The chat’s object">
    ${(currentView(state)?.tables ?? []).map(
      ({ name, count, rows }) => html`<li>
        <details>
          <summary><b>${name}</b> <span>${count} ${count === 1 ? 'row' : 'rows'}</span></summary>
          <pre tabindex="0">${rows.map((row) => JSON.stringify(row)).join('\n')}</pre>
        </details>
      </li>`,
    )}
  </ul>
`;

export const kvAsItStands = ({ kv, kvChanged }: PageState): TemplateResult => html`
  <ul class="kv" id="kv" tabindex="0" aria-label="Workers KV">
    ${kv.length === 0 ? html`<li class="empty">Nothing is remembered yet.</li>` : nothing}
    ${repeat(
      kv,
      ({ key }) => key,
      ({ key, value, metadata, expiration }) => html`<li class=${kvChanged.has(key) ? 'fresh' : ''}>
        <details>
          <summary><b>${key}</b> <span>${value}</span></summary>
          <pre tabindex="0">${pretty(readJson(value) ?? value)}</pre>
          ${metadata === undefined ? nothing : html`<p>Metadata</p><pre tabindex="0">${pretty(metadata)}</pre>`}
          ${expiration === undefined ? nothing : html`<p>Kept until ${new Date(expiration * 1000).toLocaleString()}</p>`}
        </details>
      </li>`,
    )}
  </ul>
`;
