// The bot at home until someone ends it: the story of a link, then whatever people make of it.

import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { listenForEnd } from '../../src/cli/program/run-program.ts';
import { writeHints } from './hints.ts';
import { playLinkStory } from './link-story.ts';
import { SOURCE, watchSource } from './live-source.ts';
import { type LocalBot, startLocalBot } from './local-bot.ts';
import type { StartOptions } from './options.ts';
import { createTranscript, type TranscriptDeps } from './transcript.ts';

interface Surroundings extends Pick<TranscriptDeps, 'timeZone' | 'paint' | 'print'> {
  /** Builds the Worker again. Answers why it cannot be built. */
  readonly build: () => Promise<string | undefined>;
}

/** How often it looks whether something happened. */
const WATCH_MS = 200;

export async function play(options: StartOptions, surroundings: Surroundings): Promise<void> {
  const bot = await startLocalBot(options);
  const ending = listenForEnd();
  let isRebuilt = false;
  const tell = (news: OfSource): void => tellOfSource(bot, surroundings, news);
  const rebuild = async (): Promise<void> => {
    const whyNot = await surroundings.build();
    if (whyNot === undefined) isRebuilt = true;
    else tell({ trouble: whyNot });
  };
  const watchNoMore = await watchSource(SOURCE, rebuild, (error) =>
    tell({ trouble: `The change is not taken: ${error}` }),
  );
  const takeNewSource = async (): Promise<void> => {
    if (!isRebuilt) return;
    isRebuilt = false;
    const trouble = await bot.reload();
    tell(trouble === undefined ? { says: 'The Worker runs with the code as it is now.' } : { trouble });
  };
  try {
    await Promise.race([live(bot, options, surroundings, takeNewSource, ending), once(ending, 'abort')]);
  } finally {
    await watchNoMore();
    await bot.close();
  }
  surroundings.print('\nEnded, and the state is saved.');
}

type OfSource = { readonly says: string } | { readonly trouble: string };

function tellOfSource({ telegram }: LocalBot, { print }: Surroundings, news: OfSource): void {
  print('says' in news ? news.says : news.trouble);
  telegram.news.tell('worker', news);
}

async function live(
  bot: LocalBot,
  options: StartOptions,
  { print, paint, timeZone }: Surroundings,
  takeNewSource: () => Promise<void>,
  ending: AbortSignal,
): Promise<void> {
  const { telegram, worker, folder } = bot;
  const transcript = await createTranscript({ telegram, worker, timeZone, paint, print });

  if (folder.setAside)
    print(`What Workers KV held belongs to another Telegram. It is now in ${folder.setAside}\n`);
  if (folder.resumed) {
    print('The chats and their links are as the last start left them. To start over: npm start -- --fresh');
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
  telegram.news.listen(({ kind }) => {
    hasNews = true;
    // Before a call is answered: the bot remembers a link at once, and Telegram must know it whatever ends this process.
    if (kind === 'call') bot.save();
  });
  let logged = worker.logged.length;
  while (!ending.aborted) {
    await wait(WATCH_MS);
    // Here, so that no one reads Workers KV meanwhile.
    await takeNewSource();
    if (transcript.isBehind()) {
      await bot.settle();
      print('');
      await transcript.catchUp();
    }
    if (hasNews) bot.save();
    hasNews = false;
    for (const line of worker.logged.slice(logged)) print(paint.faint(`  Log: ${line}`));
    logged = worker.logged.length;
  }
}
