// Performs one scenario with at most one fault, delivers the same updates again without, and tells all that happened.

import { answerTo, linkIn, type Stage } from '../support/story.ts';
import type { BotApiCall } from '../telegram/bot-api.ts';
import type { Outcome } from '../telegram/local-telegram.ts';
import { type Point, pointsOf, type Way } from './points.ts';
import { brokenPromises, type Delivered, type Links, type Recorded } from './promises.ts';
import type { Scenario } from './scenarios.ts';

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

  const times = strike && strike.point.delivery > 1 ? strike.point.delivery + 1 : DELIVERIES;
  for (let delivery = 1; delivery <= times; delivery++) {
    const before = linksIn(stage, chats());
    const [calls, operations] = [telegram.calls.length, worker.door.operations.length];
    const isStruck = strike?.point.delivery === delivery;
    if (isStruck) strike.way.strike(stage, strike.point);
    outcomes = (await deliver()).map((one) => structuredClone(one));
    telegram.clearFaults();
    worker.door.clearFaults();
    const called = telegram.calls.slice(calls);
    points.push(...pointsOf(delivery, called, worker.door.operations.slice(operations)));
    const notices = called.filter(({ method }) => method === 'answerCallbackQuery');
    const [refused] = outcomes.map((one) => one.refusedReply).filter((one) => one !== undefined);
    deliveries.push({
      before,
      after: linksIn(stage, chats()),
      statuses: outcomes.flatMap(({ statuses }) => statuses),
      texts: [
        ...outcomes.flatMap(({ answers }) => answers.map(({ text = '' }) => text)),
        // What could not be drawn anew because it stands there already is seen as well.
        ...called.filter(showsAlready).map(({ params }) => String(params.text)),
        ...notices.map(({ params }) => String(params.text ?? '')),
      ].filter((text) => text !== ''),
      refused,
      made: called
        .filter(({ method, ok }) => ok && MAKES_A_LINK.test(method))
        .map(({ result }) => linkOf(result)),
      notices: notices.length,
      isStruck,
    });
  }

  const records = new Map<string, Recorded>();
  for (const one of chats())
    for (const [link, record] of await recordsIn(stage, one)) records.set(link, record);
  const primaries = await Promise.all(
    chats().map(async (one) => JSON.parse((await worker.kv.get(`primary:${one}`, 'text')) ?? '{}').link),
  );
  const makes = deliveries.flatMap(({ made }) => made).length;
  const isPress = telegram.calls.at(-1)?.method === 'answerCallbackQuery';
  const isSilent = scenario.isSilent === true;
  const history = {
    deliveries,
    records,
    primaries,
    doubt: strike?.way.doubt,
    makes: expected ?? makes,
    isSilent,
    isPress,
  };
  const broken = [...brokenPromises(history), ...(await goesOn(stage, chats().at(-1) ?? chat.id, admin.id))];
  telegram.clearFaults();
  worker.door.clearFaults();
  return { points, makes, broken };
}

const showsAlready = ({ error }: BotApiCall): boolean =>
  error?.description.includes('message is not modified') === true;

const linkOf = (result: unknown): string =>
  typeof result === 'string' ? result : (result as { invite_link: string }).invite_link;

const linksIn = ({ telegram }: Stage, chats: readonly number[]): Links =>
  new Map(
    chats
      .flatMap((chat) => telegram.links(chat))
      .filter(({ creator }) => creator.is_bot)
      .map((link) => [link.invite_link, link]),
  );

async function recordsIn({ worker }: Stage, chat: number): Promise<readonly (readonly [string, Recorded])[]> {
  const { keys } = await worker.kv.list({ prefix: `link:${chat}:` });
  const values = await Promise.all(keys.map(({ name }) => worker.kv.get(name, 'text')));
  return values.map((value) => {
    const record = JSON.parse(value ?? '');
    return [record.invite_link, record];
  });
}

/** The next ordinary commands work, from the private chat, where a channel is commanded too. */
async function goesOn({ telegram, worker }: Stage, chat: number, admin: number): Promise<readonly string[]> {
  const say = (text: string) => telegram.say(admin, admin, `${text} chat=${chat}`);
  try {
    const link = linkIn(await say('/create next'));
    const last = JSON.parse((await worker.kv.get(`last:${chat}`, 'text')) ?? '{}');
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
