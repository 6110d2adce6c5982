// The HTTP side: the Bot API under /bot<token>/, and under /local/ what people do. Loopback only.

import { isUtf8 } from 'node:buffer';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BotApi, type BotApiCall, toApiError } from './bot-api.ts';
import { streamNews } from './event-stream.ts';
import { isFromHere } from './from-here.ts';
import { toTelegramJson } from './json.ts';
import type { LocalTelegram } from './local-telegram.ts';
import { flatten, readJsonBody } from './parameters.ts';
import { plainMessage } from './plain-message.ts';
import { badRequest, Misuse, Refusal } from './refusal.ts';
import type { StaticFile } from './static-file.ts';
import type { Verbs } from './verb.ts';
import { helpPage, runVerb } from './verbs.ts';

/** It says that a call is not answered at all, to a Worker that does not wait. */
export const NO_ANSWER_HEADER = 'X-No-Answer';
const MAX_BODY_BYTES = 1_048_576;

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

interface ServerOptions {
  readonly token: string;
  readonly port?: number;
  readonly verbs: Verbs;
  readonly files?: (path: string) => Promise<StaticFile | undefined>;
  readonly botApi: BotApi;
  readonly telegram: Omit<LocalTelegram, 'url' | 'close'>;
}

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      // A mistake of this program, not of the bot: it must not look like Telegram's refusal.
      console.error(error);
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain' });
      response.end(
        'The local Telegram failed, by a mistake of its own: where it runs, the terminal says how.\n',
      );
    });
  });
  // Node's five seconds end a connection just as a busy machine's browser sends the next request by it.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  // Listening on a port, so the address is no pipe's.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Before anything else: the token of `npm start` is known to everybody.
  if (!isFromHere(request)) return sendText(response, 403, FOR_THIS_MACHINE);
  const address = request.url ?? '/';
  const queryAt = address.includes('?') ? address.indexOf('?') : address.length;
  const path = address.slice(0, queryAt);
  const search = address.slice(queryAt + 1);
  if (path === '/local' || path.startsWith('/local/'))
    return answerPerson(options, path, search, request, response);
  const file = request.method === 'GET' ? await options.files?.(path) : undefined;
  if (file) return void response.writeHead(200, file.headers).end(file.body);
  return answerBot(options, path, search, request, response);
}

async function answerBot(
  { token, botApi }: ServerOptions,
  path: string,
  search: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, given, method] = /^\/bot([^/]+)\/(?:test\/)?([^/]+)\/?$/.exec(path.replace(/%3A/i, ':')) ?? [];
  if (given === undefined || method === undefined) return refuseBot(response, new Refusal(404, 'Not Found'));
  if (given !== token) return refuseBot(response, new Refusal(401, 'Unauthorized'));

  const read = await readParameters(search, request);
  if (read instanceof Refusal) return refuseBot(response, read);
  const answered = await botApi.call({ method, ...read });
  if (answered.kind === 'dropped') {
    request.socket.destroy();
    return;
  }
  if (answered.kind === 'silent') {
    response.writeHead(504, { [NO_ANSWER_HEADER]: '1' });
    response.end();
    return;
  }
  if (answered.kind === 'html') {
    response.writeHead(answered.status, { 'Content-Type': 'text/html' });
    response.end(`<html><head><title>${answered.status}</title></head><body>nginx</body></html>`);
    return;
  }
  const { status, body } = answered;
  const retryAfter = body.ok ? undefined : body.parameters?.retry_after;
  response.writeHead(status, {
    'Content-Type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
  });
  response.end(toTelegramJson(body));
}

function refuseBot(response: ServerResponse, refusal: Refusal): void {
  response.writeHead(refusal.error_code, { 'Content-Type': 'application/json' });
  response.end(toTelegramJson(toApiError(refusal)));
}

type Read = { readonly fields: Record<string, unknown>; readonly via: BotApiCall['via'] };

/** Parameters may stand in the query, which comes first, in a form or in JSON. A body of another type is not looked at. */
async function readParameters(search: string, request: IncomingMessage): Promise<Read | Refusal> {
  const query = Object.fromEntries(new URLSearchParams(search));
  const body = await readBody(request);
  if (body instanceof Refusal) return body;
  if (request.method !== 'POST' || body === '') return { fields: query, via: 'get' };
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') {
    const fields = readJsonBody(body);
    if (!fields) return badRequest("can't parse JSON object");
    return { fields: { ...fields, ...query }, via: 'json' };
  }
  if (type === 'application/x-www-form-urlencoded') {
    return { fields: { ...Object.fromEntries(new URLSearchParams(body)), ...query }, via: 'form' };
  }
  return { fields: query, via: 'get' };
}

async function readBody(request: IncomingMessage): Promise<string | Refusal> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return new Refusal(413, 'Request Entity Too Large');
  }
  const body = Buffer.concat(chunks);
  return isUtf8(body) ? body.toString('utf8') : badRequest('strings must be encoded in UTF-8');
}

const FOR_THIS_MACHINE = 'This is for programs and people on this machine, and no page but its own may ask.';

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text.trimEnd()}\n`);
}

async function answerPerson(
  { telegram, verbs }: ServerOptions,
  path: string,
  search: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = path.slice('/local/'.length);
  if (name === '') return sendText(response, 200, helpPage(verbs));
  if (name === 'events') return streamNews(telegram.news, request, response);
  try {
    const read = await readParameters(search, request);
    if (read instanceof Refusal) throw new Misuse('The body is too large, not UTF-8, or not a JSON object.');
    const result = await runVerb(verbs, telegram, name, request.method ?? 'GET', flatten(read.fields));
    if (request.method === 'POST') telegram.news.tell('changed');
    const messages = request.headers.accept === 'text/plain' && verbs[name]?.messagesIn?.(result);
    if (messages)
      return sendText(
        response,
        200,
        messages.map((one) => (typeof one === 'string' ? one : plainMessage(one))).join('\n\n'),
      );
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
    response.end(`${JSON.stringify(result, null, 2)}\n`);
  } catch (error) {
    if (!(error instanceof Misuse)) throw error;
    sendText(response, 400, error.message);
  }
}
