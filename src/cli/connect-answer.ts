// Reads what POST /connect answers, and what GET /health answers to whoever wants to send a token there.

import { readFields, readJson, readText } from '../lib/shapes.ts';

export interface ConnectStep {
  readonly ok: boolean;
  readonly says: string;
  /** The address is so new that Telegram does not find it yet. */
  readonly isUnresolved: boolean;
}

export type ConnectAnswer =
  | { readonly kind: 'connected'; readonly username: string; readonly steps: readonly ConnectStep[] }
  /** The Worker did its part; Telegram did not. */
  | { readonly kind: 'step_failed'; readonly steps: readonly ConnectStep[] }
  /** The Worker refuses whoever asks. */
  | { readonly kind: 'refused'; readonly status: number; readonly says: string }
  /** It is not this Worker that answers, or nobody does. */
  | { readonly kind: 'not_there'; readonly why: string };

export interface HttpAnswer {
  readonly status: number;
  readonly isText: boolean;
  readonly body: string;
}

const REFUSALS: readonly number[] = [400, 401, 503];
/** A sentence of the Worker, not a page. */
const SENTENCE_CHARACTERS = 300;

export function readConnectAnswer(answer: HttpAnswer): ConnectAnswer {
  const fields = readFields(readJson(answer.body));
  const steps = Array.isArray(fields?.steps) ? fields.steps.map(readStep) : undefined;
  if (fields && steps) {
    const username = readText(readFields(fields.bot)?.username);
    return fields.ok === true && username
      ? { kind: 'connected', username, steps }
      : (unresolved(steps) ?? { kind: 'step_failed', steps });
  }
  return readRefusal(answer);
}

/**
 * Whoever answers GET /health unlike this Worker, and gets no token; `undefined` where nothing speaks against it. A guard
 * against a mistyped address: an impostor could answer like the Worker.
 */
export function readStranger(answer: HttpAnswer): ConnectAnswer | undefined {
  const isWell = answer.status === 200 || answer.status === 503;
  const isWorker = isWell && Array.isArray(readFields(readJson(answer.body))?.checks);
  if (isWorker) return undefined;
  const refusal = readRefusal(answer);
  return refusal.kind === 'not_there'
    ? {
        ...refusal,
        why: `the token was not sent: something else than this Worker answers (${answer.status})`,
      }
    : refusal;
}

function readRefusal({ status, isText, body }: HttpAnswer): ConnectAnswer {
  const says = body.trim();
  return isText && says.length <= SENTENCE_CHARACTERS && REFUSALS.includes(status)
    ? { kind: 'refused', status, says }
    : { kind: 'not_there', why: `it answers ${status}, and not as this Worker does` };
}

function readStep(value: unknown): ConnectStep {
  const fields = readFields(value);
  const says = readText(fields?.says) ?? readText(fields?.name) ?? 'a step';
  return { ok: fields?.ok === true, says, isUnresolved: fields?.isUnresolved === true };
}

function unresolved(steps: readonly ConnectStep[]): ConnectAnswer | undefined {
  return steps.some(({ isUnresolved }) => isUnresolved)
    ? { kind: 'not_there', why: 'Telegram cannot find the address yet' }
    : undefined;
}
