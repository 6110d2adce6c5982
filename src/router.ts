import { type IRequest, IttyRouter } from 'itty-router';

type Handler = (request: Request, context: ExecutionContext) => Promise<Response>;

export interface Pages {
  readonly webhook: Handler;
}

/** Which URL does what. */
export function createRouter({ webhook }: Pages) {
  const router = IttyRouter<IRequest, [ExecutionContext]>();
  return router
    .post('/webhook', (request, context) => webhook(request, context))
    .all('/webhook', () => new Response('Method not allowed.\n', { status: 405, headers: { Allow: 'POST' } }))
    .all('*', () => new Response('Not found.\n', { status: 404 }));
}
