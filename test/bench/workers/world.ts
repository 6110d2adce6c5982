// What a contestant's Worker talks to: the Bot API and Workers KV, both as small as can be. It runs in a process of its
// own, so that none of its work is counted as the contestant's. The programs that measure post their orders to its address.

interface Call {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface WorldOrder {
  /** How long every answer of the Bot API and of KV takes, from now on. */
  readonly delayMs?: number;
  readonly kvDelayMs?: number;
  /** Values to add to KV. */
  readonly seed?: Readonly<Record<string, string>>;
}

/** Everything that came in since the last order; KV operations by kind. */
export interface WorldReport {
  readonly calls: readonly Call[];
  readonly kv: Readonly<Record<string, number>>;
}

/** The one admin; everybody else is a member. */
const ADMIN_ID = 1;
const KV_LIST_PAGE = 1_000;
/** Enough to look at one command. */
const CALLS_KEPT = 100;

let delayMs = 0;
let kvDelayMs = 0;
let made = 0;
let calls: Call[] = [];
let operations: Record<string, number> = {};
const values = new Map<string, string>();
const links = new Map<string, object>();
const primaryLinks = new Map<string, string>();

export default {
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.hostname === 'api.telegram.org') return answerCall(request, url);
    // workerd's own KV binding speaks to this name.
    if (url.hostname === 'fake-host') return answerKv(request, url);
    return answerOrder(request);
  },
};

async function answerOrder(request: Request): Promise<Response> {
  const order = (await request.json()) as WorldOrder;
  delayMs = order.delayMs ?? delayMs;
  kvDelayMs = order.kvDelayMs ?? kvDelayMs;
  for (const [key, value] of Object.entries(order.seed ?? {})) {
    values.set(key, value);
    const record = JSON.parse(value);
    if (record.invite_link) links.set(record.invite_link, record);
  }
  const report: WorldReport = { calls, kv: operations };
  calls = [];
  operations = {};
  return Response.json(report);
}

const pause = async (ms: number): Promise<void> => {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
};

const count = (kind: string): void => {
  operations[kind] = (operations[kind] ?? 0) + 1;
};

async function answerKv(request: Request, url: URL): Promise<Response> {
  const key = decodeURIComponent(url.pathname.slice(1));
  await pause(kvDelayMs);
  if (request.method === 'POST' && key === 'bulk/get') {
    count('read');
    const { keys } = (await request.json()) as { keys: string[] };
    return Response.json(Object.fromEntries(keys.map((name) => [name, values.get(name) ?? null])));
  }
  if (request.method !== 'GET') {
    count('write');
    values.set(key, await request.text());
    return new Response(null);
  }
  if (key === '') return listKeys(url);
  count('read');
  const value = values.get(key);
  return new Response(value ?? null, { status: value === undefined ? 404 : 200 });
}

function listKeys(url: URL): Response {
  count('list');
  const prefix = url.searchParams.get('prefix') ?? '';
  const start = Number(url.searchParams.get('cursor') ?? 0);
  const names = [...values.keys()].filter((name) => name.startsWith(prefix)).sort();
  const end = start + KV_LIST_PAGE;
  const keys = names.slice(start, end).map((name) => ({ name }));
  return Response.json(
    end < names.length
      ? { keys, list_complete: false, cursor: String(end), cacheStatus: null }
      : { keys, list_complete: true, cacheStatus: null },
  );
}

async function answerCall(request: Request, url: URL): Promise<Response> {
  const method = url.pathname.split('/')[2] ?? '';
  const params = await readParams(request, url);
  if (calls.length < CALLS_KEPT) calls.push({ method, params });
  await pause(delayMs);
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
      const shape = { id: Number(chat), type: 'supergroup', title: 'Bench' };
      return primary === undefined ? shape : { ...shape, invite_link: primary };
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
      throw new Error(`No answer is written for ${method}`);
  }
}

const newLink = (): string => `https://t.me/+Bench${String(++made).padStart(11, '0')}`;

/** The link as the Bot API answers it, with the settings that were asked for. */
function keep(link: string, params: Record<string, unknown>): object {
  const whole = (value: unknown) => (value === undefined ? undefined : Number(value));
  const answer = {
    invite_link: link,
    creator: CREATOR,
    creates_join_request: String(params.creates_join_request) === 'true',
    is_primary: false,
    is_revoked: params.is_revoked === true,
    name: params.name,
    expire_date: whole(params.expire_date),
    member_limit: whole(params.member_limit),
  };
  links.set(link, answer);
  return answer;
}
