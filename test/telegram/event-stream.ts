import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Item, News } from './news.ts';

/**
 * Tells the news for as long as someone listens, first what is kept, or what came since the item that a listener who
 * lost the connection heard last. https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function streamNews(news: News, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const write = ({ id, kind, at, about }: Item): void => {
    response.write(`id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify({ at, about })}\n\n`);
  };
  for (const item of news.since(Number(request.headers['last-event-id'] ?? 0))) write(item);
  response.write(': these were kept\n\n');
  response.on('close', news.listen(write));
}
