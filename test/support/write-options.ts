import { wallTimeText } from '../../src/lib/time-zones.ts';
import type { LinkSettings } from '../../src/links/link-settings.ts';

/** A link's settings as a person would type all of them. */
export function writeOptions(settings: LinkSettings, timeZone: string): string {
  const { name = '', expire_date: expiry, member_limit: limit, creates_join_request: approval } = settings;
  const quoted = `name="${name.replace(/[\\"“”„‟«»＂'‘’‚‛]/g, '\\$&')}"`;
  if (settings.subscription_price !== undefined) return `${quoted} price=${settings.subscription_price}`;
  const date = expiry === undefined ? 'none' : wallTimeText(expiry, timeZone).replace(' ', 'T');
  return `${quoted} expires=${date} ${approval ? 'approval' : `limit=${limit ?? 'none'} approval=off`}`;
}
