// Which URL does what.

import { type IRequest, IttyRouter } from 'itty-router';
import { once } from './lib/once.ts';

export type Handler = (request: Request, context: ExecutionContext) => Promise<Response>;

type Pages = Readonly<Record<'connect' | 'health' | 'home' | 'join', Handler>>;

/** Nearly every request is an update, and looking up its route would be a tenth of what it costs. */
export function createRouter(webhook: Handler, createPages: () => Pages): Handler {
  const pages = once(() => route(webhook, createPages()));
  /** HEAD answers like GET, without the body. */
  async function look(request: Request, context: ExecutionContext): Promise<Response> {
    if (request.method !== 'HEAD') return pages().fetch(request, context);
    return new Response(null, await pages().fetch(new Request(request, { method: 'GET' }), context));
  }
  return (request, context) => (isUpdate(request) ? webhook : look)(request, context);
}

const PATH = '/webhook';

const isUpdate = ({ method, url }: Request): boolean =>
  method === 'POST' &&
  url.indexOf('/', url.indexOf('//') + 2) + PATH.length === url.length &&
  url.endsWith(PATH);

function route(webhook: Handler, { connect, health, home, join }: Pages) {
  const router = IttyRouter<IRequest, [ExecutionContext]>();
  return router
    .post('/webhook', (request, context) => webhook(request, context))
    .post('/connect', (request, context) => connect(request, context))
    .get('/health', (request, context) => health(request, context))
    .get('/', (request, context) => home(request, context))
    .get('/j/*', (request, context) => join(request, context))
    .all('/webhook', () => refuseMethod('POST'))
    .all('/connect', () => refuseMethod('POST'))
    .all('/health', () => refuseMethod('GET, HEAD'))
    .all('/j/*', () => refuseMethod('GET, HEAD'))
    .all('/', () => refuseMethod('GET, HEAD'))
    .all('*', () => new Response('Not found.\n', { status: 404 }));
}

const refuseMethod = (allowed: string): Response =>
  new Response('Method not allowed.\n', { status: 405, headers: { Allow: allowed } });
