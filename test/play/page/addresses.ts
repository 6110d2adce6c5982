/** Where an address leads that somebody opens in Telegram. https://core.telegram.org/api/links */
export type Destination =
  | { readonly kind: 'invite_link' }
  | { readonly kind: 'share'; readonly text: string }
  /** The private chat with the bot; `payload` is sent behind /start. */
  | { readonly kind: 'bot'; readonly payload: string | undefined }
  | { readonly kind: 'add_bot'; readonly isChannel: boolean; readonly payload: string | undefined }
  | { readonly kind: 'chat'; readonly username: string }
  | { readonly kind: 'elsewhere'; readonly url: URL }
  | { readonly kind: 'nowhere' };

export function readAddress(address: string, botUsername: string | undefined): Destination {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) return { kind: 'nowhere' };
  if (url.hostname !== 't.me' && url.hostname !== 'telegram.me') return { kind: 'elsewhere', url };
  const { searchParams: query, pathname } = url;
  const username = pathname.split('/')[1] ?? '';
  if (username.startsWith('+') || username === 'joinchat') return { kind: 'invite_link' };
  if (username === 'share') return { kind: 'share', text: query.get('url') ?? '' };
  if (username.toLowerCase() !== botUsername?.toLowerCase()) return { kind: 'chat', username };
  const isChannel = query.has('startchannel');
  if (!isChannel && !query.has('startgroup'))
    return { kind: 'bot', payload: query.get('start') ?? undefined };
  return { kind: 'add_bot', isChannel, payload: query.get('startgroup') || undefined };
}
