// The options that commands take, and how people write each of them. One table feeds the parser, /help, the README and
// the words for failures. In its texts, `…` marks code.

interface Option {
  readonly example: string;
  readonly means: string;
  /** What to write instead of a value that cannot be used. */
  readonly expects: string;
  /** How it is said without `=`, at the end of what is typed; `#` is the value, and ` | ` is between the ways. */
  readonly said?: string;
  /** How it is said only by all words together, since names begin or end so too; and the value that it means then. */
  readonly saidAlone?: Readonly<Record<string, string>>;
}

/** An option; `link` is an invite link typed as a word of its own. */
export type OptionName = 'name' | 'expires' | 'limit' | 'approval' | 'for' | 'price' | 'chat' | 'link';

export const OPTIONS: Readonly<Record<OptionName, Option>> = {
  name: {
    example: 'name="VIP guests"',
    means:
      'a name, which Telegram shows to admins only; plain words are the name too; `name=none` for no name',
    expects: 'Write `name="VIP guests"`',
  },
  expires: {
    example: 'expires=2d',
    means:
      'also `30m`, `1h30m`, `1w`, `tomorrow`, `2030-12-31`, `31.12.2030`, `2030-12-31T18:00`, `none`; in an edit `+3d`; or in words: `2 days`',
    expects: 'Write `expires=2d` (30m = 30 minutes, 1w = 1 week) or a date: `expires=2030-12-31`',
    said: '# | expires # | expires on # | expire # | expiry # | for # | in # | on # | until # | till # | by #',
    saidAlone: { never: 'none', 'no expiry': 'none', 'without expiry': 'none', 'never expires': 'none' },
  },
  limit: {
    example: 'limit=10',
    means:
      'at most so many members at once, or `none`; `once` for one person, after whom I close the link; or in words: `10 people`, `no limit`',
    expects: 'Write a number from 1 to 99999, as in `limit=10`, or `limit=none`',
    said: 'limit # | limit is # | limit of # | limit to # | limited to # | max # | up to # | at most # | no more than # | # person | # people | for # person | for # people | # member | # members | for # members | # user | # users | for # users | for # guests | # people max | # members max | # use | # uses',
    saidAlone: {
      once: 'once',
      'one-time': 'once',
      'one time': 'once',
      'single use': 'once',
      'single-use': 'once',
      unlimited: 'none',
      'no limit': 'none',
      'without limit': 'none',
      'remove limit': 'none',
    },
  },
  approval: {
    example: 'approval',
    means:
      'an admin approves everyone who asks to join; `approval=auto`: I approve at once; `approval=rules`: I approve who agrees to the text of /rules; or `approval=off`, `no approval`',
    expects: 'Write `approval`, `approval=auto`, `approval=rules` or `approval=off`',
    said: 'approval | approval # | with approval | approval required | approval needed | join request | join requests',
    saidAlone: {
      'no approval': 'off',
      'no admin approval': 'off',
      'without approval': 'off',
      'without admin approval': 'off',
    },
  },
  for: {
    example: 'for=@name',
    means:
      'a link for one person, by @name or id, or `for=author` in a reply: I approve them when they ask to join, decline everybody else, and close the link when it is used',
    expects:
      'Write `for=@name` (4 to 32 letters, digits or _), an id as in `for=123456789`, or `for=author` in a reply to a message of that person',
    said: 'for #',
  },
  price: {
    example: 'price=100',
    means: 'Telegram Stars a month, for channels',
    expects: 'Write a number of Stars from 1 to 10000, as in `price=100`',
    said: 'price # | # star | # stars | # stars a month | # stars per month',
  },
  chat: {
    example: 'chat=@name',
    means: 'another chat, by its name or its id, as in `chat=-1001234567890`',
    expects: 'Write `chat=@name`, or its id: `chat=-1001234567890`',
  },
  link: {
    example: 'https://t.me/+…',
    means: 'paste a link to say which one',
    expects: 'Paste the whole link',
  },
};

/** Whether `word` is an option that is written with its name. */
export const isOptionName = (word: string): word is Exclude<OptionName, 'link'> =>
  Object.hasOwn(OPTIONS, word) && word !== 'link';
