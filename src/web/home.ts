// GET /: what whoever opens the Worker in a browser sees.

import { wordFailure } from '../bot/failure-words.ts';
import type { Failure } from '../failures.ts';
import { html } from '../lib/html.ts';
import { isSafeUrl } from '../lib/safe-url.ts';
import { readFields, readText } from '../lib/shapes.ts';
import type { Milliseconds } from '../lib/units.ts';
import { readBotUser } from '../telegram/chats.ts';
import { botButtons } from './bot-buttons.ts';
import { showPage } from './page.ts';
import { telegramFor, type WebServices } from './web-services.ts';

/** How long a connection that Telegram told of is believed, so that visitors cannot make the bot spend calls. */
const BELIEVED_MS = 60_000;

export function createHome(services: WebServices) {
  const { apiUrl, clock } = services;
  /** A cache that lives as long as the isolate: where the bot was found connected. */
  let known: { readonly origin: string; readonly until: Milliseconds; readonly me: unknown } | undefined;

  return async (request: Request): Promise<Response> => {
    const here = new URL(request.url);
    // A form that was loaded over plain http would send the token in the clear.
    if (!isSafeUrl(here)) return Response.redirect(request.url.replace(/^http:/, 'https:'), 308);
    if (!apiUrl.ok) return showTrouble(apiUrl.failure);
    if (known?.origin === here.origin && clock() < known.until) return showBot(known.me);

    const telegram = telegramFor(services);
    const [webhook, me] = await Promise.all([
      telegram.call('getWebhookInfo', undefined),
      telegram.call('getMe', undefined),
    ]);
    if (!webhook.ok) return showTrouble(webhook.failure);
    if (!me.ok) return showTrouble(me.failure);
    const url = readText(readFields(webhook.value)?.url);
    if (url !== `${here.origin}/webhook`) return showForm(Boolean(url));
    known = { origin: here.origin, until: clock() + BELIEVED_MS, me: me.value };
    return showBot(me.value);
  };
}

function showBot(me: unknown): Response {
  const { username = '' } = readBotUser(me) ?? {};
  const name = readText(readFields(me)?.first_name) ?? username;
  return showPage(
    name,
    html`<h1>${name}</h1>
<p>@${username} makes, changes and closes invite links for the admins of Telegram groups and channels, and keeps a record of each.</p>
${botButtons(username)}`,
  );
}

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
