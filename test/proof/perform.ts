// Performs one scenario with at most one fault, delivers the same updates again without, lets the jobs run, and tells all that
// happened.

import { recordsOf, unpublished } from '../chat/records.ts';
import { answerTo, linkIn, type Stage } from '../support/story.ts';
import type { BotApiCall } from '../telegram/bot-api.ts';
import type { Outcome } from '../telegram/local-telegram.ts';
import { wrongCounts } from './crowd.ts';
import { type Point, pointsOf, type Way } from './points.ts';
import { brokenPromises, type Delivered, type Links, type Recorded } from './promises.ts';
import { wrongRequests } from './requests.ts';
import type { Play, Scenario } from './scenarios.ts';

export interface Strike {
  readonly point: Point;
  readonly way: Way;
}

export interface Performance {
  /** Where it touched the outside. */
  readonly points: readonly Point[];
  readonly makes: number;
  readonly broken: readonly string[];
}

/** Those of the first delivery and of the second; the third comes where the second was struck. */
const DELIVERIES = 2;
const MAKES_A_LINK = /^(?:create\w*|export)\w*InviteLink$/;

export async function perform(
  stage: Stage,
  scenario: Scenario,
  strike?: Strike,
  /** How many links it makes undisturbed. */
  expected?: number,
): Promise<Performance> {
  const { telegram, worker } = stage;
  const admin = telegram.addPerson({ first_name: 'Olivia' });
  const { chatType: type = 'supergroup' } = scenario;
  const chat = telegram.addChat({ type, title: `Chat of ${admin.id}`, owner: admin });
  const say = (text: string) => telegram.say(chat, admin, text);
  const play = await scenario.prepare({ stage, chat, admin, say });
  const chats = play.chats ?? (() => [chat.id]);

  const points: Point[] = [];
  const deliveries: Delivered[] = [];
  let outcomes: readonly Outcome[] = [];
  const deliver = async (): Promise<readonly Outcome[]> =>
    deliveries.length === 0
      ? play.act()
      : Promise.all(outcomes.map(({ update_id }) => telegram.redeliver(update_id)));

  /** What the jobs do at once, and what they try again. */
  const runJobs = async (): Promise<void> => {
    for (const ms of [0, 15_000, 60_000]) {
      await worker.chats.moveClock(ms);
      for (const id of chats()) await worker.chats.runAlarm(id);
    }
  };

  const times = strike && strike.point.delivery > 1 ? strike.point.delivery + 1 : DELIVERIES;
  for (let delivery = 1; delivery <= times; delivery++) {
    const before = linksIn(stage, chats());
    const [calls, operations] = [telegram.calls.length, worker.door.operations.length];
    const isStruck = strike?.point.delivery === delivery;
    await worker.chats.takeCosts();
    if (isStruck) await strike.way.strike(stage, strike.point);
    outcomes = (await deliver()).map((one) => structuredClone(one));
    await runJobs();
    telegram.clearFaults();
    worker.door.clearFaults();
    await worker.chats.reset();
    const called = telegram.calls.slice(calls);
    points.push(
      ...pointsOf(
        delivery,
        called,
        worker.door.operations.slice(operations),
        (await worker.chats.takeCosts()).methods,
      ),
    );
    const notices = called.filter(({ method }) => method === 'answerCallbackQuery');
    const [refused] = outcomes.map((one) => one.refusedReply).filter((one) => one !== undefined);
    deliveries.push({
      before,
      after: linksIn(stage, chats()),
      statuses: outcomes.flatMap(({ statuses }) => statuses),
      texts: [
        ...outcomes.flatMap(({ answers }) => answers.map(({ text = '' }) => text)),
        // What the jobs say; what could not be drawn again because it is there already is seen as well.
        ...called.filter(isSeen).map(({ params }) => String(params.text)),
        ...notices.map(({ params }) => String(params.text ?? '')),
      ].filter((text) => text !== ''),
      refused,
      reached: called.filter(({ method, error }) => MAKES_A_LINK.test(method) && !isRefusal(error)).length,
      made: called
        .filter(({ method, ok }) => ok && MAKES_A_LINK.test(method))
        .map(({ result }) => linkOf(result)),
      notices: notices.length,
      isStruck,
    });
  }

  const records = new Map<string, Recorded>();
  const closing = new Set<unknown>();
  for (const id of chats()) {
    for (const [link, record] of await recordsOf(stage, { id })) records.set(link, record);
    const query = `SELECT json_extract(ask, '$.begun.url') AS url FROM act WHERE due IS NOT NULL`;
    for (const { url } of await worker.chats.sql(id, query)) closing.add(url);
  }
  const makes = deliveries.flatMap(({ made }) => made).length;
  const isPress = deliveries.some(({ notices }) => notices > 0);
  const isSilent = scenario.isSilent === true;
  const history = {
    deliveries,
    records,
    closing,
    doubt: strike?.way.doubt,
    makes: expected ?? makes,
    isSilent,
    isPress,
  };
  const broken = [
    ...brokenPromises(history),
    ...(await endsWell(stage, chats(), play)),
    ...(await goesOn(stage, chats().at(-1) ?? chat.id, admin.id)),
  ];
  return { points, makes, broken };
}

/** Telegram said that it did not do it. */
const isRefusal = (error: BotApiCall['error']): boolean => (error?.error_code ?? 500) < 500;

const isSeen = ({ method, ok, error }: BotApiCall): boolean =>
  /^(?:send|edit\w*)Message/.test(method) &&
  (ok || error?.description.includes('message is not modified') === true);

const linkOf = (result: unknown): string =>
  typeof result === 'string' ? result : (result as { invite_link: string }).invite_link;

const linksIn = ({ telegram }: Stage, chats: readonly number[]): Links =>
  new Map(
    chats
      .flatMap((chat) => telegram.links(chat))
      .filter(({ creator }) => creator.is_bot)
      .map((link) => [link.invite_link, link]),
  );

const REBIRTH_MS = 35_000;

/** By now everything is said by Telegram that it will ever say; the rest is the jobs'. */
async function endsWell(stage: Stage, chats: readonly number[], play: Play): Promise<readonly string[]> {
  const { chats: control } = stage.worker;
  for (const ms of [REBIRTH_MS, 130_000, 700_000]) {
    await control.moveClock(ms);
    for (const id of chats) {
      if (ms === REBIRTH_MS) {
        // Each job runs once more than it has to, in an object that has to set its alarm again.
        await control.sql(id, 'UPDATE job SET due = 0');
        await control.abort(id);
      }
      await control.runAlarm(id);
    }
  }
  const broken: string[] = [];
  for (const id of chats) {
    broken.push(...(await unpublished(stage, id)));
    const jobs = await control.sql(
      id,
      `SELECT kind FROM job WHERE kind NOT IN ('forget_acts', 'forget_people')`,
    );
    broken.push(...jobs.map(({ kind }) => `a job is left: ${kind}`));
    broken.push(...(await wrongCounts(stage.worker, id)));
    broken.push(...(await wrongRequests(stage, id, play)));
    for (const { invite_link, members } of stage.telegram.links(id)) {
      const sql = `SELECT here FROM link WHERE json_extract(record, '$.invite_link') = '${invite_link}'`;
      const [link] = await control.sql(id, sql);
      if (link && link.here !== members.length)
        broken.push(`${members.length} are here by ${invite_link}, ${link.here} are counted`);
    }
    const [counted] = await control.sql(id, COUNTS);
    if (counted && counted.counted !== counted.there)
      broken.push(`${counted.counted} links are counted, ${counted.there} are there`);
  }
  await control.reset();
  return broken;
}

const COUNTS = `SELECT active || ' ' || expired || ' ' || revoked AS counted, (SELECT
  SUM(state = 'active') || ' ' || SUM(state = 'expired') || ' ' || SUM(state = 'revoked') FROM link) AS there
  FROM chat WHERE EXISTS (SELECT 1 FROM link)`;

/** The next ordinary commands work, from the private chat, where a channel is commanded too. */
async function goesOn({ telegram, worker }: Stage, chat: number, admin: number): Promise<readonly string[]> {
  const say = (text: string) => telegram.say(admin, admin, `${text} chat=${chat}`);
  try {
    const link = linkIn(await say('/create next'));
    const [row] = await worker.chats.sql(chat, 'SELECT last FROM chat');
    const last = JSON.parse(String(row?.last ?? '{}'));
    const edited = answerTo(await say('/edit expires=3d')).text ?? '';
    const revoked = answerTo(await say('/revoke')).text ?? '';
    return [
      ...(last.link === link ? [] : [`the next link is not the last one: ${last.link}`]),
      ...(edited.startsWith(`Edited\n${link}`) ? [] : [`the next edit: ${edited}`]),
      ...(revoked.startsWith(`${link} link revoked`) ? [] : [`the next revoke: ${revoked}`]),
    ];
  } catch (error) {
    return [`the next command: ${error instanceof Error ? error.message.slice(0, 300) : error}`];
  }
}
