// For the tests of this Telegram: a client of its Bot API, and a webhook that answers as a test tells it to.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiError, ChatInviteLink, Message, Update } from '@grammyjs/types';
import { onTestFinished } from 'vitest';
import type { LocalTelegram, Options } from './local-telegram.ts';
import { createTelegram } from './telegram.ts';
import { populate, type StandardWorld } from './world.ts';

export const TOKEN = '424242:a-token-of-this-machine';

export interface WebhookReply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Sent as JSON. */
  readonly json?: object;
}

export type Handler = (
  update: Update,
  headers: Headers,
) => WebhookReply | undefined | Promise<WebhookReply | undefined>;

export interface Stage {
  readonly telegram: LocalTelegram;
  readonly world: StandardWorld;
  /** A call with JSON parameters: the result, or the error. */
  call<Result = unknown>(method: string, parameters?: object): Promise<Result | ApiError>;
  /** As `call`, for calls that must succeed. */
  ok<Result = Message>(method: string, parameters?: object): Promise<Result>;
  createLink(chatId: number, settings?: object): Promise<ChatInviteLink>;
  /** The description of the error that a call must end with. */
  refusal(method: string, parameters?: object): Promise<string>;
  /** Lets the webhook answer so from now on, and registers it. */
  listen(handler: Handler, webhook?: object): Promise<void>;
}

/** A Telegram with the standard world, closed when the test is over. */
export async function setStage(options: Partial<Options> = {}): Promise<Stage> {
  const telegram = await createTelegram({ token: TOKEN, retryDelayMs: () => 0, ...options });
  onTestFinished(telegram.close);
  const world = populate(telegram);

  async function call<Result>(method: string, parameters: object = {}): Promise<Result | ApiError> {
    const response = await fetch(`${telegram.url}/bot${TOKEN}/${method}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(parameters),
    });
    const body = (await response.json()) as ApiError | { ok: true; result: Result };
    return body.ok ? body.result : body;
  }

  async function ok<Result = Message>(method: string, parameters?: object): Promise<Result> {
    const result = await call<Result>(method, parameters);
    if (isError(result)) throw new Error(`${method} was refused: ${result.description}`);
    return result;
  }

  return {
    telegram,
    world,
    call,
    ok,
    createLink: (chat_id, settings = {}) => ok('createChatInviteLink', { chat_id, ...settings }),
    async refusal(method, parameters) {
      const result = await call(method, parameters);
      if (!isError(result)) throw new Error(`${method} was not refused.`);
      return result.description;
    },
    async listen(handler, webhook = {}) {
      const url = await startWebhook(handler);
      await ok('setWebhook', { url, ...webhook });
    },
  };
}

const isError = (result: unknown): result is ApiError =>
  typeof result === 'object' && result !== null && 'ok' in result && result.ok === false;

async function startWebhook(handler: Handler): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
    );
    headers.set('raw-body', Buffer.concat(chunks).toString('latin1'));
    const reply = await handler(JSON.parse(Buffer.concat(chunks).toString('utf8')), headers);
    response.writeHead(reply?.status ?? 200, {
      ...(reply?.json ? { 'Content-Type': 'application/json' } : {}),
      ...reply?.headers,
    });
    response.end(reply?.json ? JSON.stringify(reply.json) : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  // Listening on a port, so the address is no pipe's.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
}
