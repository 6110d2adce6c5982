// Sends hostile requests to the Worker, and holds what it answers and calls against the contract and against Telegram's rules.

import fc from 'fast-check';
import { answerTo, forAll, linkIn, type Stage, secretFor } from '../support/story.ts';
import { brokenRules } from './call-rules.ts';
import { type HostileRequest, hostileRequest } from './hostile.ts';

export interface FuzzResult {
  readonly cases: number;
  readonly calls: number;
  /** What went wrong, with the request; the first few. */
  readonly broken: readonly string[];
}

const ORIGIN = 'https://bot.example';
const BATCH = 500;
/** Commands grow too old to be run. */
const FRESH = 20_000;
const SHOWN = 10;

/** What happens in chats, as Telegram tells it: the updates that are bent. */
async function makeBases({ telegram, worker, world }: Stage): Promise<readonly Record<string, unknown>[]> {
  const { olivia, max, sam, teaRoom, bookClub, dailyNews, workshop, topics } = world();
  const card = answerTo(await telegram.say(teaRoom, olivia, '/create VIP expires=2d'));
  await telegram.press(teaRoom, card.message_id, olivia, '100');
  await telegram.say(teaRoom, olivia, '/edit limit=3', { replyTo: card.message_id });
  await telegram.say(workshop, olivia, '/links', { topic: topics.events });
  await telegram.say(teaRoom, olivia, '/create', { ephemeral: true });
  const asked = answerTo(await telegram.say(teaRoom, olivia, '/create', { anonymous: true }));
  await telegram.press(teaRoom, asked.message_id, olivia, 'Confirm');
  await telegram.say(teaRoom, max, 'hello');
  await telegram.say(olivia, olivia, `/create chat=${teaRoom.id}`);
  await telegram.choose(teaRoom, olivia);
  await telegram.post(dailyNews, '/create');
  await telegram.promote(teaRoom, telegram.bot, { can_invite_users: true, can_delete_messages: true });
  await telegram.say(teaRoom, olivia, '/rules Be kind.');
  const byRules = linkIn(await telegram.say(teaRoom, olivia, '/create limit=none approval=rules'));
  await telegram.join(teaRoom, sam, byRules);
  await worker.chats.runAlarm(teaRoom.id);
  const [rules] = telegram.read(sam, { as: sam });
  const { ephemeral_message_id = 0 } = answerTo(await telegram.say(teaRoom, olivia, '/requests'));
  await telegram.press(teaRoom, { ephemeral_message_id }, olivia, '✗ 1');
  await telegram.press(sam, rules?.message_id ?? 0, sam, 'I agree');
  await telegram.migrate(bookClub);
  return telegram.state().past.map(({ update }) => ({ ...update }));
}

export async function fuzz(
  stage: Stage,
  { seed, cases, onBatch }: { seed: number; cases: number; onBatch?: (done: number) => void },
): Promise<FuzzResult> {
  const { telegram, worker } = stage;
  const secret = { 'X-Telegram-Bot-Api-Secret-Token': secretFor('webhook') };
  const refresh = async () => hostileRequest(await makeBases(stage), secret);
  let requests = await refresh();
  const broken: string[] = [];
  const before = telegram.calls.length;
  let checked = before;

  const send = async (request: HostileRequest): Promise<void> => {
    const { path, method, headers, body } = request;
    const init = { method, headers, ...(body === undefined ? {} : { body }) };
    // Who is refused before their body is read may find the connection closed while they still write.
    const response = await worker.dispatch(`${ORIGIN}${path}`, init).catch(() => undefined);
    if (!response) return request.isUpdate ? note('an update got no answer', request) : undefined;
    const said = await response.text();
    for (const wrong of brokenIn(request, response.status, said)) note(wrong, request);
  };
  const note = (wrong: string, request?: HostileRequest): void => {
    broken.push(`${wrong} ${JSON.stringify(request ?? {}).slice(0, 1_500)}`);
  };

  for (let done = 0; done < cases && broken.length < SHOWN; done += BATCH) {
    const numRuns = Math.min(BATCH, cases - done);
    if (done > 0 && done % FRESH === 0) requests = await refresh();
    await forAll(fc.sample(requests, { seed: seed + done, numRuns }), send);
    for (const { method, params } of telegram.calls.slice(checked))
      for (const wrong of brokenRules(method, params)) note(wrong);
    checked = telegram.calls.length;
    for (const line of worker.logged) if (line.includes('"bug"') || !line.startsWith('{')) note(line);
    (worker.logged as string[]).length = 0;
    onBatch?.(done + numRuns);
  }
  return { cases, calls: checked - before, broken: broken.slice(0, SHOWN) };
}

/** Requests of anybody else: 502 and 503 would mean that someone without the token has come through. */
const STRANGERS = [200, 400, 401, 404, 405];

function brokenIn(
  { isUpdate, path, method }: HostileRequest,
  status: number,
  said: string,
): readonly string[] {
  if (!isUpdate) {
    const isOpen =
      (method === 'GET' || method === 'HEAD') && /^\/*$/.test(new URL(`${ORIGIN}${path}`).pathname);
    return STRANGERS.includes(status) && (status !== 200 || isOpen) ? [] : [`a stranger got ${status}`];
  }
  if (status !== 200) return status === 400 ? [] : [`an update got ${status}`];
  if (said === '') return [];
  const { method: called, ...params } = JSON.parse(said);
  return brokenRules(called, params);
}
