// The leanest Worker that keeps the contract of the five commands in the group in which they are typed: no library, and
// no structure beyond what the contract asks for. It leaves out other chats, other time zones, buttons and all other
// commands. What it answers, calls and stores is compared with the bot's own before anything is measured.

import type { ExecutionContext } from '@cloudflare/workers-types';
import { escaped, type Said } from './leanest-answers.ts';
import { COMMANDS, type Replied } from './leanest-commands.ts';
import { createIo, type Env, type Io, Refused } from './leanest-io.ts';
import { parseOptions } from './leanest-options.ts';

const encoder = new TextEncoder();
let secret: Uint8Array | undefined;

export default {
  async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
    const { url, method, headers } = request;
    if (url.slice(url.indexOf('/', 8)) !== '/webhook') return new Response('Not found.\n', { status: 404 });
    if (method !== 'POST') return new Response(null, { status: 405, headers: { Allow: 'POST' } });
    const presented = encoder.encode(headers.get('X-Telegram-Bot-Api-Secret-Token') ?? '');
    secret ??= await deriveSecret(env.TELEGRAM_BOT_TOKEN);
    if (presented.length !== secret.length || !crypto.subtle.timingSafeEqual(presented, secret)) {
      return new Response('The secret token is missing or wrong.\n', { status: 401 });
    }
    const work = handle(request, env);
    context.waitUntil(work);
    return work;
  },
};

async function deriveSecret(token: string): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(token), algorithm, false, ['sign']);
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode('webhook')));
  const base64 = btoa(String.fromCharCode(...signature));
  return encoder.encode(base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''));
}

async function handle(request: Request, env: Env): Promise<Response> {
  const body = await request.text();
  // Telegram writes the number first. A command's text begins with a slash, so that most messages need not be parsed.
  if (/^\{"update_id":\d+,/.test(body) && !body.includes('"/') && !body.includes('"\\/')) {
    return new Response(null);
  }
  const update = readJson(body);
  if (!Number.isSafeInteger(update?.update_id)) return new Response('No update.\n', { status: 400 });
  const message = update?.message;
  try {
    const reply = message && (await answer(message, update.update_id, env));
    return reply ? Response.json(reply) : new Response(null);
  } catch (error) {
    console.log(JSON.stringify({ kind: 'bug', error: error instanceof Error ? error.name : typeof error }));
    return new Response(null);
  }
}

interface Person {
  readonly id: number;
  readonly is_bot?: boolean;
  readonly first_name?: string;
  readonly last_name?: string;
}

interface Entity {
  readonly type: string;
  readonly offset: number;
}

interface Message {
  readonly message_id: number;
  readonly date: number;
  readonly chat: { readonly id: number; readonly type: string };
  readonly from?: Person;
  readonly sender_chat?: { readonly id: number };
  readonly text?: string;
  readonly entities?: readonly Entity[];
  readonly reply_to_message?: Replied;
  readonly forward_origin?: object;
  readonly forward_date?: number;
  readonly is_automatic_forward?: boolean;
  readonly via_bot?: object;
  readonly is_topic_message?: boolean;
  readonly message_thread_id?: number;
  readonly ephemeral_message_id?: number;
}

function readJson(text: string): { update_id: number; message?: Message } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const COMMAND = /^\/(\w{1,64})(?:@(\w{3,32}))?(?=\s|$)/;
const BACKLOG_SECONDS = 600;

async function answer(message: Message, updateId: number, env: Env): Promise<object | undefined> {
  const { text = '', chat, from, sender_chat: senderChat, entities } = message;
  const [whole = '', name = '', mention] = COMMAND.exec(text) ?? [];
  const command = COMMANDS.get(name.toLowerCase());
  if (!command || (entities && !entities.some((one) => one.type === 'bot_command' && one.offset === 0)))
    return;
  if (message.forward_origin || message.forward_date || message.is_automatic_forward || message.via_bot)
    return;
  if (senderChat) return senderChat.id === chat.id ? askWhoItIs(message) : undefined;
  if (!from || from.is_bot || (chat.type !== 'group' && chat.type !== 'supergroup')) return;

  const started = Date.now();
  const now = Math.floor(started / 1000);
  const io = createIo(env);
  if (mention && !(await isMe(mention, io, env))) return;
  const done = (reply: object, outcome: string) => {
    const event = { kind: 'command', name: name.toLowerCase(), chat: chat.id, outcome, update_id: updateId };
    console.log(JSON.stringify({ ...event, ms: Date.now() - started, calls: io.calls() }));
    return reply;
  };
  try {
    if (now - message.date > BACKLOG_SECONDS) throw new Refused('This command is old: send it again.');
    if (env.CHATS && !env.CHATS.split(/[\s,;]+/).includes(String(chat.id)))
      throw new Refused('I do not serve here.');
    const options = parseOptions(text.slice(whole.length), now);
    const member = io.call('getChatMember', { chat_id: chat.id, user_id: from.id }) as Promise<Member>;
    const person = { id: from.id, name: [from.first_name, from.last_name].filter(Boolean).join(' ') };
    const asked = {
      chat: chat.id,
      date: message.date,
      act: { by: person, date: now, update_id: updateId },
      options: typeof options === 'string' ? {} : options,
      replied: message.reply_to_message,
    };
    const reading = typeof options === 'string' ? undefined : command(io, asked);
    // It is awaited below, after who may is known.
    reading?.catch(() => {});
    const { status, can_invite_users: may, is_anonymous: hidden } = await member;
    if (status !== 'creator' && !(status === 'administrator' && may)) {
      const who = 'Only the owner, and administrators with the right to invite users, can ask me for this.';
      return done(toReply(message, { text: who }, true), 'caller_not_allowed');
    }
    if (hidden) Object.assign(asked.act, { by: undefined });
    if (typeof options === 'string')
      return done(toReply(message, { text: escaped(options) }, false), 'bad_option');
    const defaults = parseOptions(env.CREATE_DEFAULTS, now);
    const said = await (await reading)?.(typeof defaults === 'string' ? {} : defaults);
    return said && done(toReply(message, said, false), 'ok');
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return done(toReply(message, { text: escaped(error.message) }, true), 'refused');
  }
}

interface Member {
  readonly status: string;
  readonly can_invite_users?: boolean;
  readonly is_anonymous?: boolean;
}

async function isMe(mention: string, io: Io, env: Env): Promise<boolean> {
  const id = Number.parseInt(env.TELEGRAM_BOT_TOKEN, 10);
  let me = await io.read<{ id: number; username: string }>('bot');
  if (me?.id !== id) {
    me = (await io.call('getMe', {})) as { id: number; username: string };
    await env.INVITE_LINKS.put('bot', JSON.stringify(me), { expirationTtl: 86_400 });
  }
  return me.username.toLowerCase() === mention.toLowerCase();
}

function toReply(message: Message, { text, buttons }: Said, toAskerAlone: boolean): object {
  const { message_id, date, chat, from, ephemeral_message_id: ephemeralId } = message;
  const inTime = ephemeralId !== undefined && Date.now() / 1000 - date < 15;
  const isEphemeral = toAskerAlone || ephemeralId !== undefined;
  return {
    method: 'sendMessage',
    chat_id: chat.id,
    message_thread_id: message.is_topic_message ? message.message_thread_id : undefined,
    text,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_markup: buttons && { inline_keyboard: buttons },
    ephemeral_message_parameters: isEphemeral ? { receiver_user_id: from?.id } : undefined,
    reply_parameters: isEphemeral
      ? inTime
        ? { ephemeral_message_id: ephemeralId }
        : undefined
      : { message_id, allow_sending_without_reply: true },
  };
}

const askWhoItIs = (message: Message): object =>
  toReply(
    message,
    {
      text: 'An administrator who may invite users has to confirm this. Nobody will see who.',
      buttons: [[{ text: 'Confirm', callback_data: 'a:' }]],
    },
    false,
  );
