// The bot at home until somebody ends it: the story of a link, then whatever people make of it.

import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { listenForEnd } from '../../src/cli/ending.ts';
import { writeHints } from './hints.ts';
import { playLinkStory } from './link-story.ts';
import { watchSource } from './live-source.ts';
import { type LocalBot, startLocalBot } from './local-bot.ts';
import type { StartOptions } from './options.ts';
import { createTranscript, type TranscriptDeps } from './transcript.ts';

interface Surroundings extends Pick<TranscriptDeps, 'timeZone' | 'paint' | 'print'> {
  /** Builds the Worker anew. Answers why it cannot be built. */
  readonly build: () => Promise<string | undefined>;
}

/** How often it looks whether something happened. */
const WATCH_MS = 200;

export async function play(options: StartOptions, surroundings: Surroundings): Promise<void> {
  const bot = await startLocalBot(options);
  const ending = listenForEnd().signal;
  const watchNoMore = watchSource(() => takeNewSource(bot, surroundings));
  try {
    await Promise.race([live(bot, options, surroundings, ending), once(ending, 'abort')]);
  } finally {
    watchNoMore();
    await bot.close();
  }
  surroundings.print('\nEnded, and the state is saved.');
}

async function takeNewSource(bot: LocalBot, { build, print }: Surroundings): Promise<void> {
  const whyNot = await build();
  if (whyNot === undefined) await bot.reload();
  const words = whyNot ?? 'The Worker runs with the code as it is now.';
  print(words);
  bot.telegram.news.tell('worker', whyNot === undefined ? { says: words } : { trouble: words });
}

async function live(
  bot: LocalBot,
  options: StartOptions,
  { print, paint, timeZone }: Surroundings,
  ending: AbortSignal,
): Promise<void> {
  const { telegram, worker, folder } = bot;
  const transcript = await createTranscript({ telegram, worker, timeZone, paint, print });

  if (folder.setAside)
    print(`What Workers KV held belongs to another Telegram. It is now in ${folder.setAside}\n`);
  if (folder.resumed) {
    print('The chats and their links are as the last start left them. To begin anew: npm start -- --fresh');
  } else {
    print(
      `The life of an invite link, with times in your time zone, ${timeZone}, as Telegram’s apps show them.`,
    );
    const begin = (about: string): void => print(`\n${paint.faint(`— ${about}`)}`);
    await playLinkStory(telegram, begin, transcript.catchUp, ending);
  }
  print('');
  for (const line of writeHints(bot, options, paint)) print(line);

  let hasNews = false;
  telegram.news.listen(() => {
    hasNews = true;
  });
  let logged = worker.logged.length;
  while (!ending.aborted) {
    await wait(WATCH_MS);
    if (transcript.isBehind()) {
      await bot.settle();
      print('');
      await transcript.catchUp();
    }
    if (hasNews) bot.save();
    hasNews = false;
    for (const line of worker.logged.slice(logged)) {
      print(paint.faint(`  Log: ${line}`));
      telegram.news.tell('worker', { log: line });
    }
    logged = worker.logged.length;
  }
}
