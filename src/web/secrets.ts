// Secrets derived from the bot's token, so that there is nothing else to configure and nothing to mismatch.

const encoder = new TextEncoder();

/**
 * Base64url without padding of HMAC-SHA-256 with the token as key: 43 characters of those that Telegram takes as a secret
 * token. https://core.telegram.org/bots/api#setwebhook
 */
export async function deriveSecret(token: string, purpose: 'webhook' | 'health'): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(token), algorithm, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(purpose));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(signature)));
  return base64.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** Compares in a time that does not tell how much of a guess is right. */
export function isSameSecret(presented: string, expected: string): boolean {
  const [one, other] = [encoder.encode(presented), encoder.encode(expected)];
  // The runtime refuses to compare different lengths. That a derived secret has 43 characters is no secret.
  return one.byteLength === other.byteLength && crypto.subtle.timingSafeEqual(one, other);
}

/** What follows `Bearer` in the header Authorization. */
export const readBearer = (request: Request): string | undefined =>
  /^Bearer (\S+)$/i.exec(request.headers.get('Authorization') ?? '')?.[1];
