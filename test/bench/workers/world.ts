// What a contestant's Worker talks to: the Bot API and Workers KV, both as small as can be. It runs in a process of its
// own, so that none of its work is counted as the contestant's. Whoever drives it asks at its own address.

import type { Call, Kept, WorldOrder, WorldReport } from '../world-orders.ts';

/** The one admin; everybody else is a member. */
const ADMIN_ID = 1;
const KV_LIST_PAGE = 1_000;
/** Enough to look at one command; thousands are only counted by whoever sends them. */
const CALLS_KEPT = 100;

let delayMs = 0;
let made = 0;
let calls: Call[] = [];
let operations: Record<string, number> = {};
const values = new Map<string, Kept>();
const links = new Map<string, object>();
const primaryLinks = new Map<string, string>();

export default {
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.hostname === 'api.telegram.org') return answerCall(request, url);
    // workerd's own KV binding speaks to this name.
    if (url.hostname === 'fake-host') return answerKv(request, url);
    return answerDriver(request);
  },
};

async function answerDriver(request: Request): Promise<Response> {
  const order = (await request.json()) as WorldOrder;
  if (order.reset) {
    made = 0;
    for (const map of [values, links, primaryLinks]) map.clear();
  }
  delayMs = order.delayMs ?? delayMs;
  for (const [key, kept] of Object.entries(order.seed ?? {})) {
    values.set(key, kept);
    const { invite_link: link } = JSON.parse(kept.value);
    if (link) links.set(link, JSON.parse(kept.value));
  }
  const report: WorldReport = { calls, kv: operations, values: Object.fromEntries(values) };
  calls = [];
  operations = {};
  return Response.json(report);
}

async function answerKv(request: Request, url: URL): Promise<Response> {
  const key = decodeURIComponent(url.pathname.slice(1));
  const kind = request.method === 'GET' && key === '' ? 'list' : request.method === 'GET' ? 'read' : 'write';
  operations[kind] = (operations[kind] ?? 0) + 1;
  if (kind === 'write') {
    values.set(key, { value: await request.text(), metadata: request.headers.get('CF-KV-Metadata') });
    return new Response(null);
  }
  if (kind === 'read') {
    const kept = values.get(key);
    return new Response(kept?.value ?? null, { status: kept ? 200 : 404 });
  }
  const prefix = url.searchParams.get('prefix') ?? '';
  const start = Number(url.searchParams.get('cursor') ?? 0);
  const names = [...values.keys()].filter((name) => name.startsWith(prefix)).sort();
  const page = names.slice(start, start + KV_LIST_PAGE).map((name) => ({
    name,
    metadata: JSON.parse(values.get(name)?.metadata ?? 'null'),
  }));
  const end = start + KV_LIST_PAGE;
  return Response.json(
    end < names.length
      ? { keys: page, list_complete: false, cursor: String(end), cacheStatus: null }
      : { keys: page, list_complete: true, cacheStatus: null },
  );
}

async function answerCall(request: Request, url: URL): Promise<Response> {
  const method = url.pathname.split('/')[2] ?? '';
  const params = await readParams(request, url);
  if (calls.length < CALLS_KEPT) calls.push({ method, verb: request.method, params });
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  return Response.json({ ok: true, result: resultOf(method, params) });
}

async function readParams(request: Request, url: URL): Promise<Record<string, unknown>> {
  if (request.method === 'GET') return Object.fromEntries(url.searchParams);
  const body = await request.text();
  return request.headers.get('Content-Type')?.startsWith('application/json')
    ? JSON.parse(body)
    : Object.fromEntries(new URLSearchParams(body));
}

const CREATOR = { id: 7_000_000_001, is_bot: true, first_name: 'Bench', username: 'bench_bot' };

function resultOf(method: string, params: Record<string, unknown>): unknown {
  const chat = String(params.chat_id);
  const link = String(params.invite_link);
  switch (method) {
    case 'getMe':
      return CREATOR;
    case 'getChat': {
      const primary = primaryLinks.get(chat);
      return {
        id: Number(chat),
        type: 'supergroup',
        title: 'Bench',
        ...(primary && { invite_link: primary }),
      };
    }
    case 'getChatMember': {
      const user = { id: Number(params.user_id), is_bot: false, first_name: 'Olivia' };
      if (user.id !== ADMIN_ID) return { status: 'member', user };
      return { status: 'administrator', user, is_anonymous: false, can_invite_users: true };
    }
    case 'createChatInviteLink':
      return keep(newLink(), params);
    case 'editChatInviteLink':
      return keep(link, params);
    case 'revokeChatInviteLink':
      return keep(link, { ...links.get(link), is_revoked: true });
    case 'exportChatInviteLink':
      primaryLinks.set(chat, newLink());
      return primaryLinks.get(chat);
    case 'sendMessage':
      return { message_id: 1, date: 1, chat: { id: Number(chat), type: 'supergroup', title: 'Bench' } };
    default:
      throw new Error(`Nobody plays ${method}`);
  }
}

const newLink = (): string => `https://t.me/+Bench${String(++made).padStart(11, '0')}`;

/** The link as the Bot API tells it, with the settings that were asked for. */
function keep(link: string, params: Record<string, unknown>): object {
  const whole = (value: unknown) => (value === undefined ? undefined : Number(value));
  const told = {
    invite_link: link,
    creator: CREATOR,
    creates_join_request: String(params.creates_join_request) === 'true',
    is_primary: false,
    is_revoked: params.is_revoked === true,
    name: params.name,
    expire_date: whole(params.expire_date),
    member_limit: whole(params.member_limit),
  };
  links.set(link, told);
  return told;
}
