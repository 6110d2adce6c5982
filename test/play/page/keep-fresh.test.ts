import { expect, it } from 'vitest';
import { keepFresh } from './keep-fresh.ts';

/** Readings that are noted, and end when they are told to. */
function setStage() {
  const read: string[] = [];
  const troubles: unknown[] = [];
  const soon: (() => void)[] = [];
  let ending: Promise<void> = Promise.resolve();
  const reading = (name: string) => async (): Promise<void> => {
    read.push(name);
    await ending;
  };
  const fresh = keepFresh(
    { chats: reading('chats'), faults: reading('faults'), kv: reading('kv') },
    (error) => troubles.push(error),
    (act) => soon.push(act),
  );
  return {
    ...fresh,
    read,
    troubles,
    endWith: (promise: Promise<void>) => {
      ending = promise;
    },
    /** How many swarms were waited for. */
    swarms: (): number => soon.splice(0).map((act) => act()).length,
  };
}

const kv = (operation: string) =>
  ({ kind: 'kv', about: { operation, key: 'last:1', failed: false } }) as const;

it('reads again after a reading that failed, and tells why it did', async () => {
  const { chats, endWith, read, troubles } = setStage();
  endWith(Promise.reject(new SyntaxError('half an answer')));
  await chats();
  endWith(Promise.resolve());
  await chats();
  expect(read).toEqual(['chats', 'chats']);
  expect(troubles.map(String)).toEqual(['SyntaxError: half an answer']);
});

it('reads the chats although the faults, or Workers KV, cannot be read', async () => {
  const read: string[] = [];
  const refuse = () => Promise.reject(new Error('no'));
  const fresh = keepFresh(
    { chats: async () => void read.push('chats'), faults: refuse, kv: refuse },
    () => {},
  );
  await fresh.everything();
  expect(read).toEqual(['chats']);
});

it('reads once more, and once only, for all who ask while it is read', async () => {
  const { everything, chats, endWith, read } = setStage();
  const end = Promise.withResolvers<void>();
  endWith(end.promise);
  const asked = [everything(), everything(), chats(), everything()];
  expect(read).toEqual(['chats', 'faults', 'kv']);
  end.resolve();
  await Promise.all(asked);
  expect(read.toSorted()).toEqual(['chats', 'chats', 'faults', 'faults', 'kv', 'kv']);
});

it('reads once for a swarm of news, and Workers KV only where it may be another', () => {
  const { hear, read, swarms } = setStage();
  for (const kind of ['update', 'call', 'delivery', 'changed'] as const) hear({ kind, about: null });
  hear(kv('get'));
  hear(kv('list'));
  expect(read).toEqual([]);
  expect(swarms()).toBe(1);
  expect(read).toEqual(['chats', 'faults']);
  hear(kv('put'));
  hear(kv('get'));
  swarms();
  expect(read).toContain('kv');
});
