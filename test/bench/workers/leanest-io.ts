// Calls and storage of the leanest Worker, by the contract's rules: reads by GET, changes by form POST, one deadline for
// an update, writes that are tried again.

import type { KVNamespace } from '@cloudflare/workers-types';

export interface Env {
  readonly INVITE_LINKS: KVNamespace;
  readonly TELEGRAM_BOT_TOKEN: string;
  readonly TELEGRAM_API_URL: string;
  readonly CREATE_DEFAULTS: string;
  readonly CHATS: string;
}

/** What goes wrong and is told in a sentence. */
export class Refused extends Error {}

/** No answer came: whether the call was carried out, nobody knows. */
export class Unanswered extends Refused {}

const DEADLINE_MS = 25_000;
const READ_NEEDS_MS = 2_000;
const CHANGE_NEEDS_MS = 9_000;
const FLOOD_WAIT_MAX_SECONDS = 5;
const WRITE_PAUSE_MS = 1_100;

const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

export type Params = Readonly<Record<string, string | number | boolean | undefined>>;

interface Answer {
  readonly ok: boolean;
  readonly result?: unknown;
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: { readonly retry_after?: number };
}

/** What one update has of the world. */
export function createIo(env: Env) {
  const deadline = Date.now() + DEADLINE_MS;
  const signal = AbortSignal.timeout(DEADLINE_MS);
  let calls = 0;

  async function ask(method: string, params: Params): Promise<Answer> {
    const form = new URLSearchParams();
    for (const name in params) if (params[name] !== undefined) form.append(name, String(params[name]));
    const url = `${env.TELEGRAM_API_URL}/bot${env.TELEGRAM_BOT_TOKEN}/${method}`;
    const response = method.startsWith('get')
      ? await fetch(`${url}?${form}`, { redirect: 'manual', signal })
      : await fetch(url, { redirect: 'manual', signal, method: 'POST', body: form });
    return response.json();
  }

  return {
    calls: () => calls,

    async call(method: string, params: Params): Promise<unknown> {
      const needs = method.startsWith('get') ? READ_NEEDS_MS : CHANGE_NEEDS_MS;
      const isOnce = method.startsWith('create') || method.startsWith('export');
      calls++;
      for (let attempt = 1; ; attempt++) {
        if (deadline - Date.now() < needs) throw new Refused('Telegram is slow at the moment. Try again.');
        const answer = await ask(method, params).catch(() => undefined);
        if (answer?.ok) return answer.result;
        const isLost = !answer?.description || (answer.error_code ?? 500) >= 500;
        if (isLost && (attempt === 2 || isOnce))
          throw new Unanswered('Telegram did not answer: it may have been done.');
        if (isLost) continue;
        const pause = answer.parameters?.retry_after;
        if (attempt === 2 || pause === undefined || pause > FLOOD_WAIT_MAX_SECONDS) {
          throw new Refused(`Telegram refused: ${answer.description}`);
        }
        await wait(pause * 1000);
      }
    },

    async read<Value>(key: string): Promise<Value | undefined> {
      const text = await env.INVITE_LINKS.get(key).catch(() => {
        throw new Refused('I cannot read my storage at the moment. Try again.');
      });
      return text === null ? undefined : JSON.parse(text);
    },

    /** Whether it could be written. */
    async write(key: string, value: unknown, metadata?: object): Promise<boolean> {
      const options = metadata && { metadata };
      for (let attempt = 1; attempt <= 3; attempt++) {
        if (attempt > 1) await wait(WRITE_PAUSE_MS);
        try {
          await env.INVITE_LINKS.put(key, JSON.stringify(value), options);
          return true;
        } catch {}
      }
      return false;
    },
  };
}

export type Io = ReturnType<typeof createIo>;
