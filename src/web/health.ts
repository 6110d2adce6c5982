// GET /health: whether everything is right, in words, and how to fix what is not. It only reads, so that a monitor may
// ask every minute.

import { wordFailure } from '../bot/failure-words.ts';
import { askKv } from '../chat/kv.ts';
import { DOORS_PREFIX } from '../chat/published.ts';
import type { Failure } from '../failures.ts';
import { deriveSecret, isNonce, proveToken } from '../lib/derived-secret.ts';
import { plainText } from '../lib/html.ts';
import { isSafeUrl } from '../lib/safe-url.ts';
import { readFields, readInteger, readText } from '../lib/shapes.ts';
import { UPDATE_KINDS } from '../telegram/update-kinds.ts';
import { isSameSecret, readBearer, refuseClearText } from './secrets.ts';
import { findBadSetting, telegramFor, type WebServices } from './web-services.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly says: string;
  /** What to do if it is wrong. */
  readonly fix: string;
}

const right = (name: string, says: string): Check => ({ name, ok: true, says, fix: '' });
const wrong = (name: string, says: string, fix: string): Check => ({ name, ok: false, says, fix });

const CONNECT = 'Connect again: npm run deploy, or the form at the address of this Worker.';
const LOG = 'Look at the log: npx wrangler tail';
const NEW_TOKEN = 'Set TELEGRAM_BOT_TOKEN to the token that BotFather shows, and deploy again.';
const MEMORY = 'Look at the binding INVITE_LINKS, and at the status page of Cloudflare.';
const SETTINGS = 'Change it in wrangler.toml, and deploy again.';
/** An older error says nothing about now: Telegram shows the last one until the webhook is set again. */
const RECENT_SECONDS = 60 * 60;
/** More waiting updates than this, and the bot does not keep up. */
const PENDING_MAX = 50;

export const createHealth =
  (services: WebServices) =>
  async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    if (!isSafeUrl(url)) return refuseClearText();
    if (url.searchParams.has('prove')) return answerProof(url, services.token);
    const presented = readBearer(request);
    const keys = [services.token, await deriveSecret(services.token, 'health')];
    // Both are compared, whichever fits.
    const fits = keys.map((key) => presented !== undefined && isSameSecret(presented, key));
    if (!fits.includes(true)) {
      return new Response('Send the bot token, or the key for monitors, as Authorization: Bearer.\n', {
        status: 401,
      });
    }
    // A day has a thousand lists, so a monitor does not ask for one.
    const checks = await check(url.origin, url.searchParams.has('doors'), services);
    const ok = checks.every((one) => one.ok);
    const init = { status: ok ? 200 : 503, headers: { 'Cache-Control': 'no-store' } };
    return request.headers.get('Accept')?.includes('application/json')
      ? Response.json({ ok, checks }, init)
      : new Response(checks.map(toLine).join(''), init);
  };

/** `?prove=<nonce>`: npm run deploy sends the token only to a Worker that knows it already. */
async function answerProof(url: URL, token: string): Promise<Response> {
  const [nonce = '', ...others] = url.searchParams.getAll('prove');
  if (!isNonce(nonce) || others.length > 0)
    return new Response('prove takes one nonce of 32 lower-case hex digits.\n', { status: 400 });
  const headers = { 'Cache-Control': 'no-store' };
  return new Response(`${await proveToken(token, url.origin, nonce)}\n`, { headers });
}

const toLine = ({ name, ok, says, fix }: Check): string =>
  `${ok ? 'ok   ' : 'WRONG'} ${name}: ${says}\n${ok ? '' : `      ${fix}\n`}`;

async function check(origin: string, listsDoors: boolean, services: WebServices): Promise<readonly Check[]> {
  // Without an address of the API, Telegram cannot be asked.
  if (!services.apiUrl.ok) return [checkSettings(services)];
  const telegram = telegramFor(services);
  const [me, webhook, stored] = await Promise.all([
    telegram.call('getMe', undefined),
    telegram.call('getWebhookInfo', undefined),
    isReadable(services),
  ]);
  return [
    me.ok
      ? right('token', 'Telegram accepts it.')
      : notAsked('token', me.failure, me.failure.kind === 'token_rejected' ? NEW_TOKEN : undefined),
    ...(webhook.ok
      ? checkWebhook(webhook.value, origin, Math.floor(services.clock() / 1000))
      : [notAsked('webhook', webhook.failure)]),
    stored
      ? right('memory', 'Workers KV can be read.')
      : wrong('memory', 'Workers KV cannot be read.', MEMORY),
    checkSettings(services),
    ...(listsDoors ? [await checkDoors(origin, services)] : []),
  ];
}

const isReadable = ({ kv }: WebServices): Promise<boolean> =>
  kv.get('bot').then(
    () => true,
    () => false,
  );

/** `?doors`: a door's address may be on a poster, from before the Worker moved. */
async function checkDoors(origin: string, { kv }: WebServices): Promise<Check> {
  const page = await askKv(kv, (namespace) => namespace.list<{ origin?: string }>({ prefix: DOORS_PREFIX }));
  if (!page.ok) return wrong('doors', 'The addresses of doors cannot be listed.', MEMORY);
  // A closed door has none.
  const origins = page.value.keys.flatMap(({ metadata }) => metadata?.origin ?? []);
  const others = origins.filter((one) => one !== origin).length;
  const more = page.value.list_complete ? '' : ' or more';
  return right(
    'doors',
    others === 0
      ? `${origins.length}${more}, all with an address of this Worker.`
      : `${others} of ${origins.length}${more} have another address than this Worker's. Keep that address leading here; /door in their chats gives the new one.`,
  );
}

const notAsked = (name: string, failure: Failure, fix = 'Ask again in a minute.'): Check =>
  wrong(name, plainText(wordFailure(failure, 'UTC')), fix);

function checkWebhook(value: unknown, origin: string, now: number): readonly Check[] {
  const info = readFields(value);
  const url = readText(info?.url) ?? '';
  const pending = readInteger(info?.pending_update_count) ?? 0;
  const error = readText(info?.last_error_message);
  const errorAge = now - (readInteger(info?.last_error_date) ?? 0);
  // If nothing is waiting, the error is over.
  const isRecent = error !== undefined && errorAge < RECENT_SECONDS && pending > 0;
  const kinds = Array.isArray(info?.allowed_updates) ? info.allowed_updates : [];
  const missing = UPDATE_KINDS.filter((kind) => !kinds.includes(kind));
  const where = url === '' ? 'No webhook is set.' : `Telegram sends updates to ${originOf(url)}.`;
  const last =
    error === undefined
      ? 'Telegram reports no error.'
      : `The last error, ${Math.round(errorAge / 60)} minutes ago: ${error}`;
  const waiting = `${pending} updates are waiting.`;
  return [
    url === `${origin}/webhook` ? right('webhook', where) : wrong('webhook', where, CONNECT),
    isRecent && error.includes('401')
      ? wrong('secret', 'This Worker refuses what Telegram sends: the secrets differ.', CONNECT)
      : right('secret', 'Telegram reports no delivery that was refused.'),
    isRecent ? wrong('deliveries', last, LOG) : right('deliveries', last),
    pending > PENDING_MAX ? wrong('pending', waiting, LOG) : right('pending', waiting),
    missing.length > 0
      ? wrong('updates', `Telegram does not send: ${missing.join(', ')}.`, CONNECT)
      : right('updates', 'Telegram sends every kind of update that the bot needs.'),
  ];
}

/** A webhook's path may be a secret of another service. */
const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : 'an odd address');

function checkSettings(services: WebServices): Check {
  const bad = findBadSetting(services);
  return bad
    ? wrong('settings', `${bad.setting} has to be ${bad.expects}.`, SETTINGS)
    : right('settings', 'All are valid.');
}
