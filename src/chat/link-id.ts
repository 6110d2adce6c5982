import { tokenOf } from '../links/invite-link.ts';
import type { LinkId } from './protocol.ts';

const ID_CHARACTERS = 12;

/**
 * What a link is called in buttons, whose data reach every member's app: the first 12 characters of base64url(SHA-256(token)).
 * It says nothing of the token, and is the same after every restore and move. `url` may be in any spelling.
 */
export async function linkIdOf(url: string): Promise<LinkId> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(tokenOf(url)));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(hash)));
  return base64.replaceAll('+', '-').replaceAll('/', '_').slice(0, ID_CHARACTERS);
}
