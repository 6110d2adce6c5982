// Whether a contestant does the job: what it answers, calls and stores is looked at before anything is measured.

import { isDeepStrictEqual } from 'node:util';
import { readJson } from '../../src/lib/shapes.ts';
import type { Running } from './contestants.ts';
import { firstLink, type Step } from './story.ts';
import { post } from './updates.ts';
import type { Call, Kept } from './world-orders.ts';

/** What came of one step. */
export interface Scene {
  readonly name: string;
  readonly wordsAreFree: boolean;
  readonly status: number;
  /** The webhook reply. */
  readonly reply: string;
  readonly calls: readonly Call[];
  readonly kv: Readonly<Record<string, number>>;
  /** What KV holds after it. */
  readonly values: Readonly<Record<string, Kept>>;
}

export async function play(running: Running, story: readonly Step[]): Promise<readonly Scene[]> {
  await running.world({ reset: true });
  const scenes: Scene[] = [];
  for (const { name, update, wordsAreFree } of story) {
    const { status, body } = await post(running.address, update);
    const { calls, kv, values } = await running.world({});
    scenes.push({ name, wordsAreFree, status, reply: body, calls, kv, values });
  }
  return scenes;
}

const ORDINARY = 'chatter';

/** What a contestant does not do, in a sentence; `undefined` where it does its job. */
export async function findFault(running: Running, story: readonly Step[]): Promise<string | undefined> {
  const [first] = story;
  const refused = first && (await post(running.address, first.update, 'wrong')).status;
  if (refused !== 401) return `A wrong secret is answered with ${refused}.`;

  // What a second delivery does is part of the contract, not of the job.
  const once = story.filter(({ isAgain }) => !isAgain);
  const scenes = new Map((await play(running, once)).map((scene) => [scene.name, scene]));
  const find = (name: string): Scene => {
    const scene = scenes.get(name);
    if (!scene) throw new Error(`The story has no ${name}`);
    return scene;
  };
  const bad = [...scenes.values()].find(({ status }) => status !== 200);
  if (bad) return `${bad.name} is answered with ${bad.status}.`;

  const { calls, kv } = find(ORDINARY);
  if (calls.length > 0 || Object.keys(kv).length > 0)
    return 'An ordinary message costs calls or KV operations.';

  for (const [name, method, link] of [
    ['create', 'createChatInviteLink', firstLink],
    ['edit', 'editChatInviteLink', firstLink],
    ['revoke', 'revokeChatInviteLink', firstLink],
    ['export', 'exportChatInviteLink', ''],
    ['start', 'createChatInviteLink', ''],
  ] as const) {
    const fault = findFaultIn(find(name), method, link);
    if (fault !== undefined) return `${name}: ${fault}`;
  }
  if (!JSON.stringify(find('create').values['last:-1001']).includes(firstLink)) return 'It forgets its link.';
  const changes = find('create by a member').calls.filter(isChange);
  return changes.length > 0 ? 'Anybody may make links.' : undefined;
}

const isChange = ({ method }: Call): boolean => !method.startsWith('get') && method !== 'sendMessage';

function findFaultIn({ calls, reply }: Scene, method: string, link: string): string | undefined {
  const [change, ...others] = calls.filter(isChange);
  if (change?.method !== method || others.length > 0) return `it does not call ${method} once.`;
  if (method.match(/^(edit|revoke)/) && change.params.invite_link !== link) return 'it means another link.';
  if (!calls.some((call) => call.method === 'getChatMember')) return 'it does not ask who may.';
  const said = reply + JSON.stringify(calls.find((call) => call.method === 'sendMessage') ?? '');
  return said.includes('t.me/+Bench') && said.includes(link)
    ? undefined
    : 'it does not answer with the link.';
}

/** The first thing that another answers, calls or stores otherwise than the bot. */
export function findDifference(bot: readonly Scene[], other: readonly Scene[]): string | undefined {
  const plain = (scene: Scene | undefined) => (scene ? JSON.parse(withoutMoments(scene)) : {});
  for (const [index, scene] of bot.entries()) {
    const [expected, got] = [plain(scene), plain(other[index])];
    const keys = Object.keys({ ...expected, ...got });
    const different = keys.find((key) => !isDeepStrictEqual(expected[key], got[key]));
    if (different === undefined) continue;
    const [instead, found] = [expected, got].map((one) => JSON.stringify(one[different]));
    return `${scene.name}: ${different} is ${found} instead of ${instead}`;
  }
  return undefined;
}

/** Two that play one after the other see another clock: ten minutes are one moment. */
function withoutMoments(scene: Scene): string {
  const { calls, reply, values, wordsAreFree, status, kv } = scene;
  const parsed = reply === '' ? '' : JSON.parse(reply);
  const text = JSON.stringify({
    status,
    kv,
    reply: wordsAreFree ? parsed.method : parsed,
    // What runs side by side may come in any order.
    calls: calls.map((call) => JSON.stringify(call)).sort(),
    ...Object.fromEntries(Object.entries(values).map(([key, kept]) => [key, contentOf(kept)])),
  });
  return text
    .replace(/\b1\d{9}\b/g, (moment) => String(Math.round((Number(moment) - STARTED) / 600)))
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, 'a moment');
}

const STARTED = Math.floor(Date.now() / 1000);

const contentOf = ({ value, metadata }: Kept): unknown => ({
  value: readJson(value) ?? value,
  metadata: metadata && JSON.parse(metadata),
});
