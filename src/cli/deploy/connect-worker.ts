// Asks the Worker at an address to connect itself to Telegram. The token goes there only after the Worker has proved that
// it knows it.

import { newNonce, proveToken } from '../../lib/derived-secret.ts';
import { readFields, readJson, readText } from '../../lib/shapes.ts';
import type { Milliseconds } from '../../lib/units.ts';

export interface ConnectAnswer {
  /** `undefined` if the bot is connected; else a sentence with the fix. */
  readonly trouble?: string;
  /** How long it is asked again. */
  readonly patience: Milliseconds;
  /** What the Worker did, if it got so far. */
  readonly steps: readonly { readonly ok: boolean; readonly says: string }[];
}

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
/** A name under workers.dev needs up to a minute before it leads anywhere, and a Worker that was replaced may still answer. */
const NEW_ADDRESS_MS = 60_000;
const TELEGRAM_MS = 20_000;

/** Asks until the answer is final. */
export async function connectWorker(
  origin: string,
  token: string,
  deps: ConnectDeps,
): Promise<ConnectAnswer> {
  const started = deps.now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const answer = await ask(origin, token, deps);
    if (deps.now() + pause - started > answer.patience) return answer;
    if (pause === FIRST_PAUSE_MS) deps.onWait();
    await deps.wait(pause);
  }
}

async function ask(origin: string, token: string, { fetch, ending }: ConnectDeps): Promise<ConnectAnswer> {
  const send = async (path: string, init: RequestInit = {}) => {
    const signal = AbortSignal.any([ending, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
    // A redirect would hand the token on.
    const response = await fetch(`${origin}${path}`, { ...init, redirect: 'manual', signal });
    return { status: response.status, body: (await response.text()).trim() };
  };
  const failed = (trouble: string): ConnectAnswer => ({ trouble, patience: NEW_ADDRESS_MS, steps: [] });
  try {
    const nonce = newNonce();
    const { status, body: proof } = await send(`/health?prove=${nonce}`);
    if (proof !== (await proveToken(token, origin, nonce))) {
      const why = `the server at ${origin} did not prove that it has the bot token (${status}), so the token was not sent to it`;
      return failed(`${why}. --url names another address.`);
    }
    const headers = { Authorization: `Bearer ${token}`, Accept: 'application/json' };
    const connected = await send('/connect', { method: 'POST', headers });
    const strange = `${origin} answers ${connected.status}, and not as this Worker does.`;
    return readConnected(connected.body) ?? failed(`${strange} Look at the log: npx wrangler tail`);
  } catch {
    ending.throwIfAborted();
    return failed(`nothing answers at ${origin}. Wait a minute, or name another address after --url.`);
  }
}

function readConnected(body: string): ConnectAnswer | undefined {
  const fields = readFields(readJson(body));
  if (!Array.isArray(fields?.steps)) return undefined;
  const read = fields.steps.map(readFields);
  const steps = read.map((step) => ({ ok: step?.ok === true, says: readText(step?.says) ?? 'a step' }));
  if (fields.ok === true) return { patience: 0, steps };
  const isNew = read.some((step) => step?.isUnresolved === true);
  const trouble = 'the Worker is uploaded, but Telegram did not take everything: see ✗ above.';
  return { trouble, patience: isNew ? NEW_ADDRESS_MS : TELEGRAM_MS, steps };
}
