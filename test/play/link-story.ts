// The life of an invite link, played at the first start. It ends with a card whose link is open.

import type { LocalTelegram } from '../telegram/local-telegram.ts';

interface Scene {
  readonly about: string;
  readonly play: (telegram: LocalTelegram) => Promise<unknown>;
}

/** A group of the standard world. */
const STORY_CHAT = 'Tea Room';

const says = (person: string, words: string) => (telegram: LocalTelegram) =>
  telegram.say(STORY_CHAT, person, words);

/** A person whom the chat does not know yet opens the newest link. */
async function joins(telegram: LocalTelegram): Promise<unknown> {
  const newest = telegram.links(STORY_CHAT).at(-1);
  const vera = telegram.addPerson({ first_name: 'Vera' });
  return newest && telegram.join(STORY_CHAT, vera, newest.invite_link);
}

const SCENES: readonly Scene[] = [
  {
    about: 'Olivia makes a link for two days and at most five members.',
    play: says('Olivia', '/create VIP guests expires=2d limit=5'),
  },
  {
    about: 'She changes the limit. The name and the expiry stay.',
    play: says('Olivia', '/edit limit=50'),
  },
  {
    about: 'Max is no admin. He is refused, and only he sees it.',
    play: says('Max', '/create'),
  },
  {
    about: 'Olivia replaces the primary link. The link for guests is not touched.',
    play: says('Olivia', '/export'),
  },
  {
    about: 'She closes the link for guests, for good.',
    play: says('Olivia', '/revoke'),
  },
  {
    about: 'She makes another one, for a week.',
    play: says('Olivia', '/create Garden party expires=7d limit=20'),
  },
  {
    about: 'Vera comes in by it.',
    play: joins,
  },
  {
    about: 'The card of the link counts her.',
    play: says('Olivia', '/link'),
  },
];

/** `begin` is told of every scene before it, `end` is awaited after it. */
export async function playLinkStory(
  telegram: LocalTelegram,
  begin: (about: string) => void,
  end: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  for (const { about, play } of SCENES) {
    if (signal.aborted) return;
    begin(about);
    await play(telegram);
    if (signal.aborted) return;
    await end();
  }
}
