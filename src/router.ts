// Which URL does what.

import { type IRequest, IttyRouter } from 'itty-router';

type Handler = (request: Request, context: ExecutionContext) => Promise<Response>;

export interface Pages {
  readonly webhook: Handler;
  readonly connect: Handler;
  readonly health: Handler;
  readonly home: Handler;
  readonly join: Handler;
}

export function createRouter({ webhook, connect, health, home, join }: Pages) {
  const router = IttyRouter<IRequest, [ExecutionContext]>();
  router
    .post('/webhook', (request, context) => webhook(request, context))
    .post('/connect', (request, context) => connect(request, context))
    .get('/health', (request, context) => health(request, context))
    .get('/', (request, context) => home(request, context))
    .get('/j/*', (request, context) => join(request, context))
    .head('/j/*', (request, context) => join(request, context))
    .all('/webhook', () => refuseMethod('POST'))
    .all('/connect', () => refuseMethod('POST'))
    .all('/health', () => refuseMethod('GET'))
    .all('/j/*', () => refuseMethod('GET, HEAD'))
    .all('/', () => refuseMethod('GET'))
    .all('*', () => new Response('Not found.\n', { status: 404 }));
  return (request: Request, context: ExecutionContext): Promise<Response> =>
    // Nearly every request is an update, and looking up its route would be a tenth of what it costs.
    isUpdate(request) ? webhook(request, context) : router.fetch(request, context);
}

const isUpdate = ({ method, url }: Request): boolean =>
  method === 'POST' && /^https?:\/\/[^/]+\/webhook$/.test(url);

const refuseMethod = (allowed: string): Response =>
  new Response('Method not allowed.\n', { status: 405, headers: { Allow: allowed } });
