import { isNonce, proveToken } from '../lib/derived-secret.ts';

/** Answers `GET /health?prove=<nonce>`: npm run deploy sends the token only to a Worker that knows it already. */
export async function answerProof(url: URL, token: string): Promise<Response> {
  const [nonce = '', ...others] = url.searchParams.getAll('prove');
  return isNonce(nonce) && others.length === 0
    ? new Response(`${await proveToken(token, url.origin, nonce)}\n`, {
        headers: { 'Cache-Control': 'no-store' },
      })
    : new Response('prove takes one nonce of 32 lower-case hex digits.\n', { status: 400 });
}
