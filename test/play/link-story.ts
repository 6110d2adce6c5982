// The life of an invite link, played at the first start.

import type { LocalTelegram } from '../telegram/local-telegram.ts';

interface Scene {
  readonly about: string;
  readonly person: string;
  readonly says: string;
}

/** A group of the standard world. */
export const STORY_CHAT = 'Tea Room';

const SCENES: readonly Scene[] = [
  {
    about: 'Olivia makes a link for two days and at most five members.',
    person: 'Olivia',
    says: '/create VIP guests expires=2d limit=5',
  },
  {
    about: 'She changes the limit. The name and the expiry stay.',
    person: 'Olivia',
    says: '/edit limit=50',
  },
  {
    about: 'Max is no admin. He is refused, and only he sees it.',
    person: 'Max',
    says: '/create',
  },
  {
    about: 'Olivia replaces the primary link. The link for guests is not touched.',
    person: 'Olivia',
    says: '/export',
  },
  {
    about: 'She closes the link for guests, for good.',
    person: 'Olivia',
    says: '/revoke',
  },
];

/** `begin` is told of every scene before it, `end` is awaited after it. */
export async function playLinkStory(
  telegram: LocalTelegram,
  begin: (about: string) => void,
  end: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  for (const { about, person, says } of SCENES) {
    if (signal.aborted) return;
    begin(about);
    await telegram.say(STORY_CHAT, person, says);
    if (signal.aborted) return;
    await end();
  }
}
