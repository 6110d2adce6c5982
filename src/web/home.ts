// GET /: what a visitor sees in a browser.

import { wordFailure } from '../bot/failure-words.ts';
import type { Failure } from '../failures.ts';
import { html } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { isSafeUrl } from '../lib/safe-url.ts';
import { readFields, readText } from '../lib/shapes.ts';
import type { Milliseconds } from '../lib/units.ts';
import { readBotUser } from '../telegram/chats.ts';
import type { Telegram } from '../telegram/client.ts';
import { botButtons, showPage } from './page.ts';
import { telegramFor, type WebServices } from './web-services.ts';

/**
 * How long Telegram's answer is kept, so that visitors cannot make the bot spend calls: if it is connected at the visited
 * address, and if it is not, since its operator may be fixing that.
 */
const CONNECTED_MS = 60_000;
const UNCONNECTED_MS = 5_000;

interface Found {
  readonly webhook: string | undefined;
  readonly username: string;
  readonly name: string;
}

export function createHome(services: WebServices) {
  const { apiUrl, clock } = services;
  /** A cache that lives as long as the isolate. One for all addresses, of which a visitor may know many. */
  let known: { readonly at: Milliseconds; readonly found: Result<Found, Failure> } | undefined;

  return {
    async show(request: Request): Promise<Response> {
      const here = new URL(request.url);
      // A form that was loaded over plain http would send the token in the clear.
      if (!isSafeUrl(here)) return Response.redirect(request.url.replace(/^http:/, 'https:'), 308);
      if (!apiUrl.ok) return showTrouble(apiUrl.failure);

      const isHere = ({ webhook }: Found): boolean => webhook === `${here.origin}/webhook`;
      const believed = known?.found.ok && isHere(known.found.value) ? CONNECTED_MS : UNCONNECTED_MS;
      if (!known || clock() >= known.at + believed) {
        // Visitors in the meantime get the previous answer.
        if (known) known = { ...known, at: clock() };
        known = { found: await askTelegram(telegramFor(services)), at: clock() };
      }
      const { found } = known;
      if (!found.ok) return showTrouble(found.failure);
      return isHere(found.value) ? showBot(found.value) : showForm(Boolean(found.value.webhook));
    },

    /** For an operator who has just connected the bot, and opens the page. */
    forget(): void {
      known = undefined;
    },
  };
}

async function askTelegram(telegram: Telegram): Promise<Result<Found, Failure>> {
  const [webhook, me] = await Promise.all([
    telegram.call('getWebhookInfo', undefined),
    telegram.call('getMe', undefined),
  ]);
  if (!webhook.ok) return webhook;
  if (!me.ok) return me;
  const username = readBotUser(me.value)?.username;
  if (username === undefined) return fail({ kind: 'no_answer' });
  const name = readText(readFields(me.value)?.first_name) ?? username;
  return ok({ webhook: readText(readFields(webhook.value)?.url), username, name });
}

const showBot = ({ username, name }: Found): Response =>
  showPage(
    name,
    html`<h1>${name}</h1>
<p>@${username} makes, changes and closes invite links for the admins of Telegram groups and channels, and keeps a record of each.</p>
${botButtons(username)}`,
  );

const showTrouble = (failure: Failure): Response =>
  showPage('Not available', html`<h1>Not available</h1><p>${wordFailure(failure, 'UTC')}</p>`, 503);

const showForm = (isElsewhere: boolean): Response =>
  showPage(
    'Connect the bot',
    html`<h1>Not connected yet</h1>
<p>This Worker is deployed, but Telegram sends its updates ${isElsewhere ? 'to another address' : 'nowhere'}. Paste the bot’s token, the one that this Worker has as <code>TELEGRAM_BOT_TOKEN</code>, to connect them.</p>
<form method="post" action="/connect"><label>Bot token <input name="token" type="password" autocomplete="off" required></label>
<button>Connect</button></form>
<p><small>It is compared here, and sent to Telegram only.</small></p>`,
  );
