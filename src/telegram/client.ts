// Calls of the Bot API by fetch. The bot's token is known here alone and leaves in addresses only: no failure, no log
// line and no thrown error carries it.

import type { ApiMethods } from '@grammyjs/types';
import type { TelegramFailure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { readFields, readJson } from '../lib/shapes.ts';
import type { Milliseconds } from '../lib/units.ts';
import { mayHaveHappened, readRefusal } from './refusals.ts';

export type Method = keyof ApiMethods<never>;
/** What a method takes; an optional parameter that is `undefined` is left out of the call. */
export type Params<M extends Method> = OrUndefined<Parameters<ApiMethods<never>[M]>[0]>;
type OrUndefined<P> = { [K in keyof P]: object extends Pick<P, K> ? P[K] | undefined : P[K] };

/** The Bot API for the length of one update. */
export interface Telegram {
  /**
   * Calls a method; the value is its `result`, which the caller reads. A flood wait of a few seconds is waited out. An
   * unanswered call is repeated once, except those that would make a second link.
   */
  call<M extends Method>(method: M, params: Params<M>): Promise<Result<unknown, TelegramFailure>>;
}

export interface TelegramDeps {
  readonly token: string;
  /** The Bot API server, without a slash at its end. */
  readonly apiUrl: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly now: () => Milliseconds;
  readonly wait: (time: Milliseconds) => Promise<void>;
}

/** These make a new link each time. A link whose answer was lost could not be found again. */
const ONCE: ReadonlySet<Method> = new Set([
  'createChatInviteLink',
  'createChatSubscriptionInviteLink',
  'exportChatInviteLink',
]);

// The official server itself waits out floods of up to 8 s before it answers (td, NetQueryDelayer.cpp), so that a call
// may take so long and still succeed.
const READ_TIMEOUT_MS = 9_000;
const CHANGE_TIMEOUT_MS = 15_000;
/** With less time than this until the deadline, a call is not started. */
const CHANGE_NEEDS_MS = 9_000;
const OTHER_NEEDS_MS = 2_000;
/** Calls that only read or show something need less time. */
const READS_OR_SHOWS = /^(?:get|send|edit(?:Message|Ephemeral)|answer)/;
/** The longest flood wait that is sat out. */
const FLOOD_WAIT_MAX_MS = 5_000;
const ATTEMPTS = 2;

/** The Bot API until `deadline`: a call that could not end before it is not started. */
export function createTelegram(deps: TelegramDeps, deadline: Milliseconds): Telegram {
  return {
    async call(method, params) {
      const most = method.startsWith('get') ? READ_TIMEOUT_MS : CHANGE_TIMEOUT_MS;
      const needs = READS_OR_SHOWS.test(method) ? OTHER_NEEDS_MS : CHANGE_NEEDS_MS;
      let failure: TelegramFailure = { kind: 'out_of_time' };
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const left = deadline - deps.now();
        if (left < needs) break;
        const answer = await ask(deps, method, params, Math.min(left, most));
        if (answer.ok) return answer;
        // A refusal of the second attempt does not say whether the first was carried out. That a link is gone is a fact.
        if (!mayHaveHappened(failure) || answer.failure.kind === 'link_gone') failure = answer.failure;
        if (attempt === ATTEMPTS) break;
        if (answer.failure.kind === 'flood_control') {
          const pause = answer.failure.retryAfter * 1000;
          if (pause > FLOOD_WAIT_MAX_MS || deps.now() + pause + needs > deadline) break;
          await deps.wait(pause);
        } else if (!mayHaveHappened(answer.failure) || ONCE.has(method)) {
          break;
        }
      }
      return fail(failure);
    },
  };
}

async function ask(
  { token, apiUrl, fetch }: TelegramDeps,
  method: Method,
  params: object | undefined,
  timeout: Milliseconds,
): Promise<Result<unknown, TelegramFailure>> {
  // A redirect would send the token to another server.
  const init = { redirect: 'manual', signal: AbortSignal.timeout(timeout) } as const;
  const url = `${apiUrl}/bot${token}/${method}`;
  const form = toForm(params ?? {});
  try {
    // Reads go by GET: the cheaper one in the runtime. Changes never do: a GET may be repeated on its way.
    const response = await (method.startsWith('get')
      ? fetch(`${url}?${form}`, init)
      : fetch(url, { ...init, method: 'POST', body: form }));
    const body = readFields(readJson(await response.text()));
    return body?.ok === true ? ok(body.result) : fail(readRefusal(response.status, body));
  } catch {
    // The runtime's own words are left out: they may hold the address.
    return fail({ kind: 'no_answer' });
  }
}

/** Absent parameters are left out: Telegram would read `null` and `undefined` as texts. */
function toForm(params: object): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined)
      form.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return form;
}
