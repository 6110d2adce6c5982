// The token, and the two secrets derived from it, are nowhere to be seen: every answer of the Worker, every line that it
// logs and every value that it stores is searched for them, in every story.

import { createHmac } from 'node:crypto';

const found: string[] = [];

/** What was seen since it was last asked, each with where. */
export const takeLeaks = (): readonly string[] => found.splice(0);

/** As the contract derives secrets from the token, computed without the project's code. */
export const derive = (token: string, purpose: 'webhook' | 'health'): string =>
  createHmac('sha256', token).update(purpose).digest('base64url');

/** What no one may see; of a token the part that is secret, so that no way of writing its colon hides it. */
export function secretsOf(token: string | undefined): readonly string[] {
  const secret = token?.split(':')[1];
  return token && secret ? [secret, derive(token, 'webhook'), derive(token, 'health')] : [];
}

/** Answers whether a text holds one of the secrets, and notes that it was seen there. */
export const watchFor =
  (secrets: readonly string[]) =>
  (where: string, text: string): boolean => {
    const leaks = secrets.some((secret) => text.includes(secret));
    if (leaks) found.push(`A secret in ${where}: ${text.slice(0, 200)}`);
    return leaks;
  };

/**
 * The Worker's door for requests, in the runtime: an answer that holds a secret does not leave. Neither does an answer to
 * Telegram while the work was not given to the runtime, which alone lets it survive a caller that hangs up: the runtime on
 * this machine ends no work when its caller goes, so that no story could show it. (Most updates are no work: no body, no promise.)
 */
export const watchScript = (secrets: readonly string[], hurried: boolean): string => `
  ${hurried ? `import { begin } from './hurry.mjs';` : 'const begin = () => () => undefined;'}
  import worker from './index.js';
  import { handleControl, isControl } from './test-chat.mjs';
  export { Chat } from './test-chat.mjs';
  const SECRETS = ${JSON.stringify(secrets)};
  export default {
    async fetch(request, env, context) {
      if (isControl(request)) return handleControl(request, env);
      const end = begin();
      try {
        let isKept = new URL(request.url).pathname !== '/webhook';
        const waitUntil = (work) => { isKept = true; context.waitUntil(work); };
        const response = await worker.fetch(request, env, { waitUntil });
        if (!isKept && response.status === 200 && response.body) return new Response('The work would not survive its caller.', { status: 500 });
        const seen = JSON.stringify([...response.headers]) + await response.clone().text();
        if (!SECRETS.some((secret) => seen.includes(secret))) return response;
        await env.WATCH.fetch('http://watch/', { method: 'POST', body: seen });
        return new Response('A secret was in this answer.', { status: 500 });
      } finally {
        end();
      }
    },
  };
`;
