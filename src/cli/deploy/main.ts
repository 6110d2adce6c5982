// `npm run deploy`: brings the bot to Cloudflare, and connects it to Telegram.

import { setTimeout as wait } from 'node:timers/promises';
import { findLocalToken } from '../program/bot-token.ts';
import { runProgram } from '../program/run-program.ts';
import { createWrangler } from '../program/wrangler.ts';
import { DEPLOY, deployBot } from './deploy-bot.ts';

await runProgram(DEPLOY, (typed, surroundings) => {
  const { signal: ending, print } = surroundings;
  return deployBot(typed, {
    findToken: () => findLocalToken(surroundings),
    wrangler: createWrangler(ending),
    fetch,
    now: Date.now,
    wait: (time) => wait(time, undefined, { signal: ending }),
    print,
    ending,
  });
});
