import { deriveSecret } from '../lib/derived-secret.ts';
import type { Milliseconds } from '../lib/units.ts';
import { type ConnectAnswer, type HttpAnswer, readConnectAnswer, readStranger } from './connect-answer.ts';

export interface ConnectDeps {
  readonly fetch: typeof fetch;
  readonly now: () => Milliseconds;
  /** Rejects when the program is asked to end. */
  readonly wait: (time: Milliseconds) => Promise<void>;
  /** Called once, when the first answer is not the last. */
  readonly onWait: () => void;
  readonly ending: AbortSignal;
}

const ANSWER_TIMEOUT_MS = 30_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;
/**
 * How long an answer is asked for again. A name below workers.dev needs up to a minute before it leads anywhere; where a
 * Worker was replaced, its former self may answer for some seconds.
 */
const PATIENCE_MS: Readonly<Record<ConnectAnswer['kind'], Milliseconds>> = {
  connected: 0,
  refused: 10_000,
  step_failed: 20_000,
  not_there: 60_000,
};

export interface Address {
  readonly origin: string;
  /** Whether a person typed it, rather than wrangler naming it: then the token goes there only if the Worker is there. */
  readonly isTyped: boolean;
}

/** Asks the Worker at an address to connect itself, until it answers for good. */
export async function callConnect(
  address: Address,
  token: string,
  deps: ConnectDeps,
): Promise<ConnectAnswer> {
  const started = deps.now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const answer = await ask(address, token, deps);
    if (deps.now() + pause - started > PATIENCE_MS[answer.kind]) return answer;
    if (pause === FIRST_PAUSE_MS) deps.onWait();
    await deps.wait(pause);
  }
}

async function ask(
  { origin, isTyped }: Address,
  token: string,
  { fetch, ending }: ConnectDeps,
): Promise<ConnectAnswer> {
  const send = async (path: string, method: string, secret: string): Promise<HttpAnswer> => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: { Authorization: `Bearer ${secret}`, Accept: 'application/json' },
      // Whoever stands in front of the Worker must not hand the secret on.
      redirect: 'manual',
      signal: AbortSignal.any([ending, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    });
    const isText = response.headers.get('Content-Type')?.startsWith('text/plain') ?? false;
    return { status: response.status, isText, body: await response.text() };
  };
  try {
    if (isTyped) {
      const stranger = readStranger(await send('/health', 'GET', await deriveSecret(token, 'health')));
      if (stranger) return stranger;
    }
    return readConnectAnswer(await send('/connect', 'POST', token));
  } catch {
    ending.throwIfAborted();
    return { kind: 'not_there', why: 'nobody answers' };
  }
}
