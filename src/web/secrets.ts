// The secrets that requests carry, and how they are compared.

const encoder = new TextEncoder();

/** Compares in constant time: the time does not show how much of a guess is right. */
export function isSameSecret(presented: string, expected: string): boolean {
  const [one, other] = [encoder.encode(presented), encoder.encode(expected)];
  // The runtime refuses to compare different lengths. That a derived secret has 43 characters is no secret.
  return one.byteLength === other.byteLength && crypto.subtle.timingSafeEqual(one, other);
}

/** What follows `Bearer` in the header Authorization. */
export const readBearer = (request: Request): string | undefined =>
  /^Bearer (\S+)$/i.exec(request.headers.get('Authorization') ?? '')?.[1];

/** For a request that has shown its secret to everyone on its way. */
export const refuseClearText = (): Response =>
  new Response('Send the token by https only.\n', { status: 400 });
