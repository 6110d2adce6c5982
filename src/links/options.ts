// The options that commands take, as one table: the parser's names, and what /help says of each.

interface OptionHelp {
  readonly example: string;
  readonly means: string;
}

export const OPTIONS = {
  name: {
    example: 'name="VIP guests"',
    means: 'a name, which Telegram shows to admins only; plain words are the name too',
  },
  expires: {
    example: 'expires=2d',
    means: 'also 30m, 1h30m, 1w, 2030-12-31, 2030-12-31T18:00, none; in an edit +3d',
  },
  limit: { example: 'limit=10', means: 'at most so many members at once, or none' },
  approval: { example: 'approval', means: 'an admin approves everyone who asks to join; or approval=off' },
  price: { example: 'price=100', means: 'Telegram Stars a month, for channels' },
  chat: { example: 'chat=@name', means: 'another chat, by its name or its id, as in chat=-1001234567890' },
  link: { example: 'https://t.me/+…', means: 'the link that is meant' },
} as const satisfies Readonly<Record<string, OptionHelp>>;

/** An option; `link` stands for an invite link typed as a word of its own. */
export type OptionName = keyof typeof OPTIONS;

/** Whether `word` is an option that is written with its name. */
export const isOptionName = (word: string): word is Exclude<OptionName, 'link'> =>
  Object.hasOwn(OPTIONS, word) && word !== 'link';
