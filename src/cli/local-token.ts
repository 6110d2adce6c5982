import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../lib/result.ts';
import { askSecretly } from './ask-secretly.ts';
import { type BotToken, findBotToken } from './bot-token.ts';
import { PROJECT } from './project.ts';

/** The bot's token on this machine; whoever sits at a terminal is asked for it. */
export function findLocalToken(): Promise<Result<BotToken, string>> {
  const file = join(PROJECT, '.dev.vars');
  const canAsk = process.stdin.isTTY === true && process.stdout.isTTY === true;
  return findBotToken({
    environment: process.env,
    devVars: existsSync(file) ? readFileSync(file, 'utf8') : undefined,
    ask: canAsk
      ? () => askSecretly('The token from BotFather (it is not shown): ', process.stdin, process.stdout)
      : undefined,
  });
}
