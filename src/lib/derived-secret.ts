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
