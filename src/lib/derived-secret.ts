// Secrets derived from the bot's token, so that there is nothing else to configure and nothing to mismatch.

const encoder = new TextEncoder();

/** 43 characters of those that Telegram takes as a secret token. https://core.telegram.org/bots/api#setwebhook */
export const deriveSecret = (token: string, purpose: 'webhook' | 'health'): Promise<string> =>
  sign(token, purpose);

/**
 * What only a server that knows the token can answer to `nonce`. It names the origin, so that a server elsewhere gains
 * nothing by passing the question on to the Worker.
 */
export const proveToken = (token: string, origin: string, nonce: string): Promise<string> =>
  sign(token, `prove:${origin}:${nonce}`);

/** Nothing else is ever signed for a stranger: the signatures of other texts are secrets. */
export const isNonce = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

export const newNonce = (): string => crypto.randomUUID().replaceAll('-', '');

/** Base64url without padding of HMAC-SHA-256 with the token as key. */
async function sign(token: string, text: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(token), algorithm, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(text));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(signature)));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
