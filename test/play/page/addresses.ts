/** Where an address leads that someone opens in Telegram. https://core.telegram.org/api/links */
export type Destination =
  /** `link` as Telegram writes it today. */
  | { readonly kind: 'invite_link'; readonly link: string }
  | { readonly kind: 'share'; readonly text: string }
  /** The private chat with the bot; `payload` is sent behind /start. */
  | { readonly kind: 'bot'; readonly payload: string | undefined }
  | { readonly kind: 'add_bot'; readonly isChannel: boolean; readonly payload: string | undefined }
  | { readonly kind: 'chat'; readonly username: string }
  | { readonly kind: 'elsewhere'; readonly url: URL }
  | { readonly kind: 'nowhere' };

const HOSTS = ['t.me', 'telegram.me', 'telegram.dog'];

export function readAddress(address: string, botUsername: string | undefined): Destination {
  const given = URL.parse(address);
  const url = given?.protocol === 'tg:' ? fromApp(given) : given;
  if (!url || !/^https?:$/.test(url.protocol)) return { kind: 'nowhere' };
  if (!HOSTS.includes(url.hostname)) return { kind: 'elsewhere', url };
  const { searchParams: query, pathname } = url;
  const [, first = '', second = ''] = pathname.split('/');
  const token = first === 'joinchat' ? second : /^\+(.+)/.exec(first)?.[1];
  if (token) return { kind: 'invite_link', link: `https://t.me/+${token}` };
  if (first === 'share') return { kind: 'share', text: query.get('url') ?? '' };
  if (!/^\w+$/.test(first)) return { kind: 'nowhere' };
  if (first.toLowerCase() !== botUsername?.toLowerCase()) return { kind: 'chat', username: first };
  const isChannel = query.has('startchannel');
  if (!isChannel && !query.has('startgroup'))
    return { kind: 'bot', payload: query.get('start') ?? undefined };
  return { kind: 'add_bot', isChannel, payload: query.get('startgroup') || undefined };
}

/** What the apps' own addresses mean on the web: `tg://join?invite=…` and `tg://resolve?domain=…`. */
function fromApp({ host, searchParams: query }: URL): URL | null {
  if (host === 'join') return URL.parse(`https://t.me/+${query.get('invite') ?? ''}`);
  if (host === 'resolve') return URL.parse(`https://t.me/${query.get('domain') ?? ''}?${query}`);
  return null;
}
