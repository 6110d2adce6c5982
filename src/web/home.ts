// GET /: what whoever opens the Worker in a browser sees.

import { wordFailure } from '../bot/failure-words.ts';
import type { Failure } from '../failures.ts';
import { html } from '../lib/html.ts';
import { isSafeUrl } from '../lib/safe-url.ts';
import { readFields, readText } from '../lib/shapes.ts';
import type { Milliseconds } from '../lib/units.ts';
import { type BotUser, readBotUser } from '../telegram/chats.ts';
import { botButtons } from './bot-buttons.ts';
import { showPage } from './page.ts';
import { telegramFor, type WebServices } from './web-services.ts';

/** How long what Telegram said of a bot that is not connected here, or could not be asked about, is believed. */
const BELIEVED_MS = 60_000;

/**
 * Whoever opens the page again and again spends a KV read each time, and no call: of a bot that works here KV remembers
 * `getMe`.
 */
export function createHome(services: WebServices) {
  const { apiUrl, botId, botStore, clock } = services;
  /** A cache that lives as long as the isolate. */
  let told: { readonly until: Milliseconds; readonly show: () => Response } | undefined;

  return async (request: Request): Promise<Response> => {
    const here = new URL(request.url);
    // A form that was loaded over plain http would send the token in the clear.
    if (!isSafeUrl(here)) return Response.redirect(request.url.replace(/^http:/, 'https:'), 308);
    if (!apiUrl.ok) return showTrouble(apiUrl.failure);
    const stored = await botStore.bot();
    const known = stored.ok ? stored.value : undefined;
    const bot = readBotUser(known);
    if (bot?.id === botId) return showBot(bot, known);
    if (told && clock() < told.until) return told.show();

    const telegram = telegramFor(services);
    const [webhook, me] = await Promise.all([
      telegram.call('getWebhookInfo', undefined),
      telegram.call('getMe', undefined),
    ]);
    const url = webhook.ok ? readText(readFields(webhook.value)?.url) : undefined;
    const asked = me.ok ? readBotUser(me.value) : undefined;
    if (me.ok && asked && url === `${here.origin}/webhook`) {
      await botStore.saveBot(me.value);
      return showBot(asked, me.value);
    }
    const failed = [webhook, me].find((answer) => !answer.ok);
    const show = () => (failed?.ok === false ? showTrouble(failed.failure) : showForm(Boolean(url)));
    told = { until: clock() + BELIEVED_MS, show };
    return show();
  };
}

function showBot({ username }: BotUser, me: unknown): Response {
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
