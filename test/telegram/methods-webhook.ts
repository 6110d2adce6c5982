// How the bot hears of updates: by a webhook, or by asking.
// https://core.telegram.org/bots/api#setwebhook

import { isIPv4 } from 'node:net';
import type { Update, WebhookInfo } from '@grammyjs/types';
import { REMARK } from './bot-api.ts';
import type { Methods } from './method.ts';
import type { CallParameters } from './parameters.ts';
import { badRequest, refuse } from './refusal.ts';
import type { State, Webhook } from './state.ts';
import { setAllowedUpdates } from './updates.ts';

const DEFAULT_CONNECTIONS = 40;
const MAX_CONNECTIONS = 100;
const PORTS = ['', '80', '88', '443', '8443'];
const LOOPBACK = ['127.0.0.1', 'localhost'];
const MAX_SECRET_CHARACTERS = 256;
const MAX_UPDATES = 100;
const MAX_POLL_SECONDS = 50;

function checkUrl(address: string): void {
  const fail = (why: string): Error => badRequest(`bad webhook: ${why}`);
  const url = URL.parse(address);
  if (!url) throw fail('invalid webhook URL specified');
  // Where this Telegram differs: a bot on the same machine may be reached without TLS and on any port.
  if (url.protocol === 'http:' && LOOPBACK.includes(url.hostname)) return;
  if (url.protocol !== 'https:') throw fail('An HTTPS URL must be provided for webhook');
  if (!PORTS.includes(url.port)) throw fail('Webhook can be set up only on ports 80, 88, 443 or 8443');
  if (url.hostname.startsWith('[')) throw fail('IPv6-only addresses are not allowed');
  if (url.hostname === 'localhost') throw fail('IP address 127.0.0.1 is reserved');
  if (isIPv4(url.hostname) && isReserved(url.hostname)) throw fail(`IP address ${url.hostname} is reserved`);
}

const isReserved = (address: string): boolean =>
  /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(address);

function readWebhook(parameters: CallParameters): Webhook {
  const webhook = toWebhook(parameters);
  const { url, secret_token = '' } = webhook;
  if (secret_token.length > MAX_SECRET_CHARACTERS) throw badRequest('secret token is too long');
  if (!/^[A-Za-z0-9_-]*$/.test(secret_token)) throw badRequest('secret token contains unallowed characters');
  checkUrl(url);
  return webhook;
}

function toWebhook(parameters: CallParameters): Webhook {
  const secret_token = parameters.text('secret_token');
  const ip_address = parameters.text('ip_address');
  return {
    url: parameters.text('url'),
    max_connections: parameters.integer('max_connections', 1, MAX_CONNECTIONS, DEFAULT_CONNECTIONS),
    ...(secret_token === '' ? {} : { secret_token }),
    ...(ip_address === '' ? {} : { ip_address }),
  };
}

function addressOf(url: string): string {
  const { hostname = '' } = URL.parse(url) ?? {};
  if (hostname === 'localhost') return '127.0.0.1';
  return isIPv4(hostname) ? hostname : '<unknown>';
}

const isSame = (one: Webhook, other: Webhook): boolean =>
  one.url === other.url &&
  one.secret_token === other.secret_token &&
  one.max_connections === other.max_connections;

const answer = (remark: string) => ({ [REMARK]: remark });

/** `changed`: the webhook is another, or the waiting updates are. `queued` resolves when the next update is. */
export function createWebhookMethods(deps: {
  readonly changed: () => void;
  readonly queued: (timeoutMs: number) => Promise<void>;
}): Methods {
  let polls = 0;
  let pollEnded = Promise.withResolvers<void>();

  function removeWebhook(state: State, parameters: CallParameters) {
    const had = state.webhook !== undefined;
    delete state.webhook;
    if (parameters.flag('drop_pending_updates')) state.waiting = [];
    deps.changed();
    return answer(had ? 'Webhook was deleted' : 'Webhook is already deleted');
  }

  return {
    setWebhook({ state }, parameters) {
      if (parameters.text('url') === '') return removeWebhook(state, parameters);
      const isKnown = state.webhook !== undefined && isSame(state.webhook, toWebhook(parameters));
      if (!isKnown && state.webhook) {
        // The old one is closed first, so a refusal leaves none: tdlib/telegram-bot-api, Client.cpp:15787
        delete state.webhook;
        deps.changed();
      }
      const webhook = readWebhook(parameters);
      // Ends a getUpdates that waits: tdlib/telegram-bot-api, Client.cpp:15780
      pollEnded.resolve();
      pollEnded = Promise.withResolvers();
      setAllowedUpdates(state, parameters.json('allowed_updates'));
      if (parameters.flag('drop_pending_updates')) state.waiting = [];
      if (!isKnown) state.webhook = webhook;
      if (!isKnown || parameters.flag('drop_pending_updates')) deps.changed();
      return answer(isKnown ? 'Webhook is already set' : 'Webhook was set');
    },

    deleteWebhook: ({ state }, parameters) => removeWebhook(state, parameters),

    getWebhookInfo({ state }): WebhookInfo {
      const { secret_token: _, ip_address, ...shown } = state.webhook ?? { url: '', ip_address: undefined };
      return {
        ...shown,
        // tdlib/telegram-bot-api, Client.cpp:5977
        ...(state.webhook ? { ip_address: ip_address ?? addressOf(shown.url) } : {}),
        has_custom_certificate: false,
        pending_update_count: state.waiting.length,
        ...(state.allowed_updates ? { allowed_updates: state.allowed_updates } : {}),
      };
    },

    async getUpdates({ state, now }, parameters): Promise<Update[]> {
      if (state.webhook) {
        throw refuse(
          409,
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      }
      setAllowedUpdates(state, parameters.json('allowed_updates'));
      const offset = parameters.integer('offset', -MAX_UPDATES, 2 ** 31 - 1);
      state.waiting = state.waiting.filter((one) => one.expires_at > now());
      const limit = parameters.integer('limit', 1, MAX_UPDATES, MAX_UPDATES);
      if (offset > 0) state.waiting = state.waiting.filter((one) => one.update.update_id >= offset);
      if (offset < 0) state.waiting = state.waiting.slice(offset);
      const poll = ++polls;
      const seconds = parameters.integer('timeout', 0, MAX_POLL_SECONDS);
      if (state.waiting.length === 0 && seconds > 0) {
        await Promise.race([deps.queued(seconds * 1000), pollEnded.promise]);
      }
      if (state.webhook) throw refuse(409, 'terminated by setWebhook request');
      if (poll !== polls) {
        throw refuse(
          409,
          'terminated by other getUpdates request; make sure that only one bot instance is running',
        );
      }
      return state.waiting.slice(0, limit).map((one) => one.update);
    },
  };
}
