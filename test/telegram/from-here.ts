import type { IncomingMessage } from 'node:http';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * A page of another site must not play here, be it by a name that resolves to this machine, by a form, or by an address that it
 * loads as an image, for which a browser names no origin. https://developer.mozilla.org/en-US/docs/Web/HTTP/Headers/Sec-Fetch-Site
 */
export function isFromHere({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const { host = '', origin, 'sec-fetch-site': site = 'none' } = headers;
  const isOwn = origin === undefined || origin === `http://${host}`;
  return LOOPBACK.includes(host.replace(/:\d+$/, '')) && isOwn && (site === 'none' || site === 'same-origin');
}
