// Many chats at once, whose admins ask for this and that, with a part of the updates delivered twice. Telegram's rules for
// deliveries hold: one at a time for each chat. Meanwhile people come and go. In the end every link is known exactly once, and
// so is every stay, and each door leads where it should.

import fc from 'fast-check';
import { recordsOf, unpublished } from '../chat/records.ts';
import { wrongDoors } from '../door/doors.ts';
import type { Stage } from '../support/story.ts';
import type { Outcome } from '../telegram/local-telegram.ts';
import { type Crowd, createCrowd } from './crowd.ts';

export interface LoadOptions {
  readonly seed: number;
  readonly chats: number;
  /** For each chat, at most. */
  readonly commands: number;
  readonly seconds: number;
  /** Of a hundred updates, so many are delivered again. */
  readonly redelivered?: number;
  /** Beside each command, so many people come or go. */
  readonly moves?: number;
}

export interface LoadResult {
  readonly commands: number;
  readonly redeliveries: number;
  readonly links: number;
  readonly moves: number;
  readonly broken: readonly string[];
}

const COMMANDS = [
  '/create',
  '/create VIP',
  '/start',
  '/edit limit=3',
  '/edit expires=1d',
  '/revoke',
  '/export',
  '/link',
  '/links',
  '/door',
  '/door new',
  '/door pause',
  '/door resume',
  '/door off',
];
const ANSWERED =
  /^(?:Created|Edited|New primary link|Links|https?:|Which link\?|Give|With|I have made no link|This address stays|A new link is behind|The door|There is no door|The link behind)/;

const PEOPLE = 12;

/** The same seed asks for the same. */
const pick = (seed: number, below: number): number =>
  fc.sample(fc.noBias(fc.nat({ max: below - 1 })), { seed, numRuns: 1 })[0] ?? 0;

export async function load(stage: Stage, options: LoadOptions): Promise<LoadResult> {
  const { telegram, worker } = stage;
  const { seed, chats, commands, seconds, redelivered = 5, moves = 5 } = options;
  const end = performance.now() + seconds * 1_000;
  const broken: string[] = [];
  let [said, redeliveries, links] = [0, 0, 0];
  const crowds: Crowd[] = [];

  async function live(index: number): Promise<void> {
    const admin = telegram.addPerson({ first_name: `Admin ${index}` });
    const chat = telegram.addChat({ type: 'supergroup', title: `Chat ${index}`, owner: admin });
    const crowd = createCrowd(stage, chat, PEOPLE);
    crowds.push(crowd);
    for (let turn = 0; turn < commands && performance.now() < end; turn++) {
      const random = seed + index * 1_000_003 + turn * 7;
      const command = COMMANDS[pick(random, COMMANDS.length)] ?? '';
      const came = await telegram.say(chat, admin, command);
      said++;
      note(command, came);
      for (let move = 0; move < moves; move++) {
        const luck = random + move * 131;
        await crowd.move(pick(luck + 2, PEOPLE), pick(luck + 3, 100), pick(luck + 4, 100) < redelivered);
      }
      if (pick(random + 1, 100) < redelivered) {
        redeliveries++;
        note(`${command}, again`, await telegram.redeliver(came.update_id));
      }
    }
    links += telegram.links(chat.id).length;
  }

  function note(command: string, { answers, statuses, refusedReply }: Outcome): void {
    const [answer, ...others] = answers;
    const isWell =
      answer &&
      others.length === 0 &&
      ANSWERED.test(answer.text ?? '') &&
      !/could not/.test(answer.text ?? '');
    if (!isWell || statuses.some((status) => status !== 200) || refusedReply)
      broken.push(
        `${command}: ${statuses} ${refusedReply ?? ''} ${answers.map(({ text }) => text).join(' | ')}`,
      );
  }

  await Promise.all(Array.from({ length: chats }, (_, index) => live(index)));
  // The puts that are still under way, or were refused.
  await worker.chats.moveClock(35_000);
  for (const { chat, wrong } of crowds) broken.push(...(await wrongIn(stage, chat)), ...(await wrong()));
  await worker.chats.reset();
  const moved = crowds.reduce((sum, crowd) => sum + crowd.moves, 0);
  return { commands: said, moves: moved, redeliveries, links, broken };
}

/** Every link that the bot made is recorded as it is, and published; and the last one is the last. */
async function wrongIn(stage: Stage, chat: number): Promise<readonly string[]> {
  const { telegram, worker } = stage;
  await worker.chats.runAlarm(chat);
  const known = await recordsOf(stage, { id: chat });
  // Telegram makes a primary link by itself, when it is first needed.
  const links = telegram
    .links(chat)
    .filter(
      ({ creator, is_primary, invite_link }) => creator.is_bot && (!is_primary || known.has(invite_link)),
    );
  const [row] = await worker.chats.sql(chat, 'SELECT last FROM chat');
  const last = links.findLast(({ is_primary }) => !is_primary)?.invite_link;
  const kept = JSON.parse(String(row?.last ?? '{}')).link;
  return [
    ...(known.size === links.length ? [] : [`${chat}: ${links.length} links, ${known.size} recorded`]),
    ...links
      .filter(({ invite_link, is_revoked }) => known.get(invite_link)?.is_revoked !== is_revoked)
      .map(({ invite_link }) => `${chat}: wrongly recorded: ${invite_link}`),
    ...(kept === last ? [] : [`${chat}: the last link is ${last}, remembered is ${kept}`]),
    ...(await unpublished(stage, chat)),
    ...(await wrongDoors(stage, { id: chat })),
  ];
}
