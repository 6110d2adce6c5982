// One call of the Bot API: finds the method, lets a fault strike, runs it, words the answer, writes it down.

import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiError, ApiResponse } from '@grammyjs/types';
import { isMissing } from './differences.ts';
import type { CallFaultKind, Faults } from './faults.ts';
import { endWhatIsOver } from './membership.ts';
import type { Methods } from './method.ts';
import { createParameters, flatten } from './parameters.ts';
import { badRequest, Refusal, refuse, tooManyRequests } from './refusal.ts';
import type { World } from './state.ts';

export interface BotApiCall {
  /** As the bot wrote it. */
  readonly method: string;
  /** As they were sent, before the server makes integers and booleans of them. In a form all is text, but for lists and objects. */
  readonly params: Record<string, unknown>;
  readonly via: 'get' | 'form' | 'json' | 'webhook reply';
  readonly ok: boolean;
  readonly result?: unknown;
  readonly error?: ApiError;
  /** The fault that a test asked for. */
  readonly fault?: CallFaultKind;
  /** The update whose handling made the call, where only one is in the works. */
  readonly update_id?: number;
  readonly ms: number;
}

/** What the caller gets to see. */
export type Answer =
  | { readonly kind: 'json'; readonly status: number; readonly body: ApiResponse<unknown> }
  | { readonly kind: 'html'; readonly status: number }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'silent' };

export interface Request {
  readonly method: string;
  readonly fields: Record<string, unknown>;
  readonly via: BotApiCall['via'];
  readonly update_id?: number;
}

export interface BotApi {
  call(request: Request): Promise<Answer>;
}

/** A result that carries a remark, as setWebhook's does. */
export const REMARK = Symbol('remark');

export function createBotApi(deps: {
  readonly world: World;
  readonly methods: Methods;
  readonly faults: Faults;
  readonly onStart: (method: string) => number | undefined;
  readonly onEnd: (call: BotApiCall) => void;
}): BotApi {
  const byName = new Map(Object.entries(deps.methods).map(([name, run]) => [name.toLowerCase(), run]));

  async function run({ method, fields }: Request): Promise<ApiResponse<unknown>> {
    try {
      endWhatIsOver(deps.world);
      const found = byName.get(method.toLowerCase());
      if (!found)
        throw refuse(404, isMissing(method) ? `this local Telegram has no ${method}` : 'method not found');
      // Half a surrogate pair, as a text cut in the middle of an emoji has it. The words are those for bytes that are
      // no UTF-8; whether they are the same here is uncertain.
      if (!isWhole(toShown(fields))) throw badRequest('strings must be encoded in UTF-8');
      const result = await found(deps.world, createParameters(flatten(fields)));
      const remarked = typeof result === 'object' && result !== null && REMARK in result;
      // Cloned: what a call was answered does not change when the chat does.
      return remarked
        ? ({ ok: true, result: true, description: result[REMARK] } as ApiResponse<unknown>)
        : { ok: true, result: structuredClone(result) };
    } catch (error) {
      if (error instanceof Refusal) return toApiError(error);
      throw error;
    }
  }

  async function call(request: Request): Promise<Answer> {
    const { method, fields, via } = request;
    const startedAt = performance.now();
    const update_id = request.update_id ?? deps.onStart(method);
    const fault = deps.faults.takeForCall(method, via === 'webhook reply');
    const { response, answer } = await struck(fault, () => run(request));
    deps.onEnd({
      method,
      params: toShown(fields),
      via,
      ok: response?.ok ?? false,
      ...(response?.ok ? { result: response.result } : {}),
      ...(response && !response.ok ? { error: response } : {}),
      ...(fault ? { fault } : {}),
      ...(update_id === undefined ? {} : { update_id }),
      ms: performance.now() - startedAt,
    });
    return answer;
  }

  return { call };
}

/** Looks at the strings inside lists and objects, too. */
function isWhole(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  return typeof value !== 'object' || value === null || Object.values(value).every(isWhole);
}

interface Struck {
  /** What happened at Telegram; absent when the call had no effect and no answer. */
  readonly response?: ApiResponse<unknown>;
  readonly answer: Answer;
}

const toAnswer = (body: ApiResponse<unknown>): Answer => ({
  kind: 'json',
  status: body.ok ? 200 : body.error_code,
  body,
});

async function struck(
  fault: CallFaultKind | undefined,
  effect: () => Promise<ApiResponse<unknown>>,
): Promise<Struck> {
  if (fault && 'html' in fault) return { answer: { kind: 'html', status: fault.html } };
  if (fault && 'drop' in fault) {
    if (fault.drop === 'before') return { answer: { kind: 'dropped' } };
    return { response: await effect(), answer: { kind: 'dropped' } };
  }
  if (fault && 'silent' in fault) {
    if (fault.silent === 'before') return { answer: { kind: 'silent' } };
    return { response: await effect(), answer: { kind: 'silent' } };
  }
  if (fault && 'delayMs' in fault) await sleep(fault.delayMs);
  if (fault && 'hold' in fault) await fault.hold;
  const response =
    fault && 'refuse' in fault
      ? { ok: false as const, ...fault.refuse }
      : fault && 'flood' in fault
        ? toApiError(tooManyRequests(fault.flood))
        : await effect();
  return { response, answer: toAnswer(response) };
}

export const toApiError = ({ error_code, description, parameters }: Refusal): ApiError => ({
  ok: false,
  error_code,
  description,
  ...(parameters ? { parameters } : {}),
});

const toShown = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shown(value)]));

function shown(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
