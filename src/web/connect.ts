// POST /connect: sets the webhook, the menus, the rights and the description at Telegram. Safe to repeat.

import { wordFailure } from '../bot/failure-words.ts';
import { keepBotUser } from '../bot/identity.ts';
import { MAY_INVITE, menusOf } from '../commands/menus.ts';
import { deriveSecret } from '../lib/derived-secret.ts';
import { type Html, html, plainText } from '../lib/html.ts';
import { readBotUser } from '../telegram/chats.ts';
import type { Method, Params } from '../telegram/client.ts';
import { isUnresolvedHost } from '../telegram/refusals.ts';
import { UPDATE_KINDS } from '../telegram/update-kinds.ts';
import { botButtons, showPage } from './page.ts';
import { isSameSecret, readBearer, refuseClearText } from './secrets.ts';
import { findBadSetting, telegramFor, type WebServices } from './web-services.ts';

interface Step {
  readonly name: string;
  readonly ok: boolean;
  readonly says: string;
  /** Telegram does not find the address: it may be too new. */
  readonly isUnresolved?: boolean;
}

interface Connected {
  readonly ok: boolean;
  readonly origin: string;
  readonly bot?: { readonly username: string };
  readonly steps: readonly Step[];
}

/**
 * Updates handled at a time. One chat's come one after the other anyway, and a Worker has as many instances as it needs.
 * https://core.telegram.org/bots/api#setwebhook
 */
const MAX_CONNECTIONS = 40;

const DESCRIPTION =
  'Makes, changes and closes invite links for the admins of groups and channels, and keeps a record of each.';

const NOT_THE_TOKEN = html`<h1>Not connected</h1><p>That is not the token that this Worker has as TELEGRAM_BOT_TOKEN.</p><a class="button" href="/">Try again</a>`;
const SEND_TOKEN =
  'Send the token that this Worker has as TELEGRAM_BOT_TOKEN, as Authorization: Bearer or in the form.\n';

export const createConnect =
  (services: WebServices, onConnected: () => void) =>
  async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    if (url.protocol !== 'https:') return refuseClearText();
    const isForm =
      request.headers.get('Content-Type')?.startsWith('application/x-www-form-urlencoded') ?? false;
    const presented = readBearer(request) ?? (isForm ? await readFormToken(request) : undefined);
    if (!presented || !isSameSecret(presented, services.token)) {
      return isForm
        ? showPage('Not connected', NOT_THE_TOKEN, 401)
        : new Response(SEND_TOKEN, { status: 401 });
    }

    const connected = await connect(url.origin, services);
    onConnected();
    const status = connected.ok ? 200 : 502;
    if (isForm) return showPage(connected.ok ? 'Connected' : 'Not connected', describe(connected), status);
    if (request.headers.get('Accept')?.includes('application/json'))
      return Response.json(connected, { status });
    const lines = connected.steps.map(({ ok, says }) => `${ok ? 'done' : 'FAILED'}  ${says}\n`);
    return new Response(lines.join(''), { status });
  };

/** A form with a token is not larger. No more is read of a stranger's body. */
const FORM_BYTES_MAX = 1_024;

async function readFormToken(request: Request): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of request.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > FORM_BYTES_MAX) return undefined;
  }
  return new URLSearchParams(text).get('token')?.trim();
}

async function connect(origin: string, services: WebServices): Promise<Connected> {
  const bad = findBadSetting(services);
  // With a setting that cannot be read, commands would only say so.
  const settingsStep = {
    name: 'settings',
    ok: !bad,
    says: bad
      ? `Not yet: ${bad.setting} has to be ${bad.expects}. Change it in wrangler.toml, and deploy again.`
      : 'All settings are valid',
  };
  // Without an address of the API, Telegram cannot be asked.
  if (!services.apiUrl.ok) return { ok: false, origin, steps: [settingsStep] };
  const telegram = telegramFor(services);
  const steps: Step[] = [];

  async function take<M extends Method>(
    name: string,
    done: string,
    method: M,
    params: Params<M>,
  ): Promise<unknown> {
    const answer = await telegram.call(method, params);
    const says = answer.ok ? done : `Not yet: ${done}. ${plainText(wordFailure(answer.failure, 'UTC'))}`;
    const isUnresolved = !answer.ok && isUnresolvedHost(answer.failure);
    steps.push({ name, ok: answer.ok, says, ...(isUnresolved && { isUnresolved }) });
    return answer.ok ? answer.value : undefined;
  }

  const me = await take('token', 'Telegram accepts the token', 'getMe', undefined);
  const bot = readBotUser(me);
  if (!bot) return { ok: false, origin, steps };

  const webhook = {
    url: `${origin}/webhook`,
    secret_token: await deriveSecret(services.token, 'webhook'),
    allowed_updates: [...UPDATE_KINDS],
    max_connections: MAX_CONNECTIONS,
  };
  const set = await take('webhook', `Telegram sends updates to ${webhook.url}`, 'setWebhook', webhook);
  // Only a bot that is connected here is stored.
  if (set === true) await keepBotUser(services.kv, me);
  steps.push(settingsStep);
  const isEphemeral = services.config.ok && services.config.value.ephemeral;
  for (const { scope, commands } of menusOf(services.commands, isEphemeral)) {
    const done = `The menu of commands for ${MENU_READERS[scope.type]} is set`;
    await take('menu', done, 'setMyCommands', { commands, scope });
  }
  for (const for_channels of [false, true]) {
    const done = `Adding the bot to ${for_channels ? 'channels' : 'groups'} asks for the right to invite users`;
    await take('rights', done, 'setMyDefaultAdministratorRights', { rights: MAY_INVITE, for_channels });
  }
  const description = { short_description: DESCRIPTION };
  await take('description', 'The description is set', 'setMyShortDescription', description);
  return { ok: steps.every((step) => step.ok), origin, bot: { username: bot.username }, steps };
}

const MENU_READERS: Readonly<Record<string, string>> = {
  default: 'everybody else',
  all_private_chats: 'private chats',
  all_chat_administrators: 'admins',
};

function describe({ ok, bot, steps }: Connected): Html {
  const list = steps.reduce(
    (all, step) =>
      step.ok
        ? html`${all}<li><span>✓</span>${step.says}</li>`
        : html`${all}<li class="failed"><span>✗</span>${step.says}</li>`,
    html``,
  );
  return ok && bot
    ? html`<h1>Connected</h1><p>@${bot.username} answers in Telegram from now on.</p>${botButtons(bot.username)}<ul>${list}</ul>`
    : html`<h1>Not connected</h1><ul>${list}</ul><a class="button" href="/">Try again</a>`;
}
