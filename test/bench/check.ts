// Whether a contestant does the job: what it answers and calls is looked at before anything is measured.

import type { Running } from './contestants.ts';
import { CHATTER, COMMANDS, MEMBER, post, toUpdate } from './updates.ts';
import type { WorldReport } from './workers/world.ts';

const CHAT = -1001;

const METHODS = {
  '/create': 'createChatInviteLink',
  '/edit': 'editChatInviteLink',
  '/revoke': 'revokeChatInviteLink',
  '/export': 'exportChatInviteLink',
} as const;

/** The answer comes as the webhook's reply or by a call. */
const isChange = ({ method }: WorldReport['calls'][number]): boolean =>
  !method.startsWith('get') && method !== 'sendMessage';

/** What a contestant does not do, in a sentence; `undefined` if it does its job. */
export async function findFault({ address, world }: Running): Promise<string | undefined> {
  const refused = await post(address, toUpdate(CHAT, CHATTER), 'wrong');
  if (refused.status !== 401) return `A wrong secret is answered with ${refused.status}.`;

  await world({});
  await post(address, toUpdate(CHAT, CHATTER));
  const ordinary = await world({});
  if (ordinary.calls.length > 0 || Object.keys(ordinary.kv).length > 0)
    return 'An ordinary message costs calls or KV operations.';

  await post(address, toUpdate(CHAT, '/create', MEMBER));
  if ((await world({})).calls.some(isChange)) return 'Any member may make links.';

  let link: unknown;
  for (const [name, text] of COMMANDS) {
    const { status, body } = await post(address, toUpdate(CHAT, text));
    if (status !== 200) return `${name} is answered with ${status}.`;
    const { calls } = await world({});
    const [change, ...others] = calls.filter(isChange);
    if (change?.method !== METHODS[name] || others.length > 0)
      return `${name} does not call its method once.`;
    if (!calls.some(({ method }) => method === 'getChatMember')) return `${name} does not ask who may.`;
    const answer = body + JSON.stringify(calls.find(({ method }) => method === 'sendMessage') ?? '');
    const named = /https:\/\/t\.me\/\+Bench\d+/.exec(answer)?.[0];
    if (named === undefined) return `${name} does not answer with a link.`;
    if (name === '/create') link = named;
    else if (name !== '/export' && (change.params.invite_link !== link || named !== link))
      return `${name} means another link.`;
  }
  return undefined;
}
