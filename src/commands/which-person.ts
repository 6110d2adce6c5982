import type { UserId } from '../lib/units.ts';
import type { TypedOptions } from '../links/option-values.ts';
import type { AskedCommand } from './command.ts';

/** Who is mentioned, typed as an id, or wrote the message replied to. Of an @name alone Telegram does not tell bots whose it is. */
export function whichPerson({ words }: TypedOptions, asked: AskedCommand): UserId | undefined {
  if (asked.mentioned !== undefined) return asked.mentioned;
  if (words === undefined) return asked.repliedPerson;
  return /^\d{5,16}$/.test(words) ? Number(words) : undefined;
}
