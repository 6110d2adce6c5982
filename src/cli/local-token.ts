import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../lib/result.ts';
import { askSecretly } from './ask-secretly.ts';
import { type BotToken, findBotToken } from './bot-token.ts';
import { PROJECT } from './project.ts';

/** The bot's token on this machine; whoever sits at a terminal is asked for it. */
export function findLocalToken(ending: AbortSignal): Promise<Result<BotToken, string>> {
  const file = join(PROJECT, '.dev.vars');
  const { stdin: input, stdout: output } = process;
  const canAsk = input.isTTY === true && output.isTTY === true;
  const interrupt = (): void => void process.kill(process.pid, 'SIGINT');
  return findBotToken({
    environment: process.env,
    devVars: existsSync(file) ? readFileSync(file, 'utf8') : undefined,
    ask: canAsk
      ? () =>
          askSecretly('The token from BotFather (it is not shown): ', { input, output, ending, interrupt })
      : undefined,
  });
}
