// GET /health: whether everything is right, in words, and how to fix what is not. It only reads, so that a monitor may
// ask every minute.

import { wordFailure } from '../bot/failure-words.ts';
import type { Failure } from '../failures.ts';
import { deriveSecret } from '../lib/derived-secret.ts';
import { plainText } from '../lib/html.ts';
import { isSafeUrl } from '../lib/safe-url.ts';
import { readFields, readInteger, readText } from '../lib/shapes.ts';
import { UPDATE_KINDS } from '../telegram/update-kinds.ts';
import { isSameSecret, readBearer, refuseClearText } from './secrets.ts';
import { answerProof } from './token-proof.ts';
import { findBadSetting, telegramFor, type WebServices } from './web-services.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly says: string;
  /** What to do if it is wrong. */
  readonly fix: string;
}

const CONNECT = 'Connect again: npm run deploy, or the form at the address of this Worker.';
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
    const checks = await check(url.origin, services);
    const ok = checks.every((one) => one.ok);
    const init = { status: ok ? 200 : 503, headers: { 'Cache-Control': 'no-store' } };
    return request.headers.get('Accept')?.includes('application/json')
      ? Response.json({ ok, checks }, init)
      : new Response(checks.map(toLine).join(''), init);
  };

const toLine = ({ name, ok, says, fix }: Check): string =>
  `${ok ? 'ok   ' : 'WRONG'} ${name}: ${says}\n${ok ? '' : `      ${fix}\n`}`;

async function check(origin: string, services: WebServices): Promise<readonly Check[]> {
  // Without an address of the API, Telegram cannot be asked.
  if (!services.apiUrl.ok) return [checkSettings(services)];
  const telegram = telegramFor(services);
  const [me, webhook, stored] = await Promise.all([
    telegram.call('getMe', undefined),
    telegram.call('getWebhookInfo', undefined),
    isReadable(services),
  ]);
  const now = Math.floor(services.clock() / 1000);
  const token = me.ok ? undefined : plainText(wordFailure(me.failure, 'UTC'));
  return [
    {
      name: 'token',
      ok: me.ok,
      says: token ?? 'Telegram accepts it.',
      fix:
        !me.ok && me.failure.kind !== 'token_rejected'
          ? 'Ask again in a minute.'
          : 'Set TELEGRAM_BOT_TOKEN to the token that BotFather shows, and deploy again.',
    },
    ...(webhook.ok ? checkWebhook(webhook.value, origin, now) : [notAsked(webhook.failure)]),
    {
      name: 'memory',
      ok: stored,
      says: stored ? 'Workers KV can be read.' : 'Workers KV cannot be read.',
      fix: 'Look at the binding INVITE_LINKS, and at the status page of Cloudflare.',
    },
    checkSettings(services),
  ];
}

const isReadable = ({ kv }: WebServices): Promise<boolean> =>
  kv.get('bot').then(
    () => true,
    () => false,
  );

const notAsked = (failure: Failure): Check => ({
  name: 'webhook',
  ok: false,
  says: plainText(wordFailure(failure, 'UTC')),
  fix: 'Ask again in a minute.',
});

function checkWebhook(value: unknown, origin: string, now: number): readonly Check[] {
  const info = readFields(value);
  const url = readText(info?.url) ?? '';
  const pending = readInteger(info?.pending_update_count) ?? 0;
  const error = readText(info?.last_error_message);
  const errorAge = now - (readInteger(info?.last_error_date) ?? 0);
  // If nothing is waiting, the error is over.
  const isRecent = error !== undefined && errorAge < RECENT_SECONDS && pending > 0;
  const isRefused = isRecent && error.includes('401');
  const kinds = Array.isArray(info?.allowed_updates) ? info.allowed_updates : [];
  const missing = UPDATE_KINDS.filter((kind) => !kinds.includes(kind));
  return [
    {
      name: 'webhook',
      ok: url === `${origin}/webhook`,
      says: url === '' ? 'No webhook is set.' : `Telegram sends updates to ${originOf(url)}.`,
      fix: CONNECT,
    },
    {
      name: 'secret',
      ok: !isRefused,
      says: isRefused
        ? 'This Worker refuses what Telegram sends: the secrets differ.'
        : 'Telegram reports no delivery that was refused.',
      fix: CONNECT,
    },
    {
      name: 'deliveries',
      ok: !isRecent,
      says:
        error === undefined
          ? 'Telegram reports no error.'
          : `The last error, ${Math.round(errorAge / 60)} minutes ago: ${error}`,
      fix: 'Look at the log: npx wrangler tail',
    },
    {
      name: 'pending',
      ok: pending <= PENDING_MAX,
      says: `${pending} updates are waiting.`,
      fix: 'Look at the log: npx wrangler tail',
    },
    {
      name: 'updates',
      ok: missing.length === 0,
      says:
        missing.length === 0
          ? 'Telegram sends every kind of update that the bot needs.'
          : `Telegram does not send: ${missing.join(', ')}.`,
      fix: CONNECT,
    },
  ];
}

/** A webhook's path may be a secret of another service. */
const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : 'an odd address');

function checkSettings(services: WebServices): Check {
  const bad = findBadSetting(services);
  return {
    name: 'settings',
    ok: !bad,
    says: bad ? `${bad.setting} has to be ${bad.expects}.` : 'All are valid.',
    fix: 'Change it in wrangler.toml, and deploy again.',
  };
}
