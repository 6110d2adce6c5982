// The parts of what was typed after a command.

import type { OptionWord } from './option-words.ts';
import type { OptionName } from './options.ts';

/** An option with all words of its value, or a plain word, which has no `option`. */
export interface Part extends OptionWord {
  readonly option?: OptionName;
}

export const isPlain = (part: Part): boolean => part.option === undefined;

/** `2 days and limit=5` */
export const isJoiner = (part: Part | undefined): boolean =>
  part !== undefined && isPlain(part) && !part.quoted && /^(?:and|with|&|[,;|/•*–—-])$/i.test(part.value);

export const joined = (parts: readonly Part[]): string => parts.map(({ value }) => value).join(' ');

export const asTyped = (parts: readonly Part[]): string => parts.map(({ raw }) => raw).join(' ');

export const quotedName = (parts: readonly Part[]): string =>
  `name="${joined(parts).replace(/[\\"“”„‟«»＂]/g, '\\$&')}"`;
