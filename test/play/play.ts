// The bot at home until somebody ends it: the story of a link, then whatever people make of it.

import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { listenForEnd } from '../../src/cli/ending.ts';
import { writeHints } from './hints.ts';
import { playLinkStory } from './link-story.ts';
import { type LocalBot, startLocalBot } from './local-bot.ts';
import type { StartOptions } from './options.ts';
import { createTranscript, type TranscriptDeps } from './transcript.ts';

type Terminal = Pick<TranscriptDeps, 'timeZone' | 'paint' | 'print'>;

/** How often it looks whether something happened. */
const WATCH_MS = 200;

export async function play(options: StartOptions, terminal: Terminal): Promise<void> {
  const bot = await startLocalBot(options);
  const ending = listenForEnd().signal;
  try {
    await Promise.race([live(bot, options, terminal, ending), once(ending, 'abort')]);
  } finally {
    await bot.close();
  }
  terminal.print('\nEnded, and the state is saved.');
}

async function live(
  bot: LocalBot,
  options: StartOptions,
  terminal: Terminal,
  ending: AbortSignal,
): Promise<void> {
  const { telegram, worker, folder } = bot;
  const { print, paint, timeZone } = terminal;
  const transcript = await createTranscript({ telegram, worker, ...terminal });

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

  let logged = worker.logged.length;
  while (!ending.aborted) {
    await wait(WATCH_MS);
    if (transcript.isBehind()) {
      await bot.settle();
      print('');
      await transcript.catchUp();
      bot.save();
    }
    for (const line of worker.logged.slice(logged)) print(paint.faint(`  Log: ${line}`));
    logged = worker.logged.length;
  }
}
