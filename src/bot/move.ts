import type { LinkStore } from '../store/link-store.ts';
import type { Migration } from '../telegram/chat-events.ts';
import type { Services } from './services.ts';

/**
 * Links copied at once: a request of the free plan may ask elsewhere 50 times. Both service messages of a move copy, so
 * that a group of Telegram's size (200 members) loses none; beyond that, the next sign of the move goes on.
 */
const PORTION_LINKS = 40;

/**
 * Brings what is known of a group to the supergroup that it became. May be told often, in any order: only what the
 * supergroup lacks is written. The group's own keys stay; nothing reads them any more.
 */
export async function moveLinks(
  { from, to }: Migration,
  { linkStore, chatStore }: Pick<Services, 'linkStore' | 'chatStore'>,
): Promise<void> {
  const [old, present] = await Promise.all([linkStore.list(from), linkStore.list(to)]);
  if (!old.ok || !present.ok) return;
  const arrived = new Set(present.value.map(({ token }) => token));
  const missing = old.value.map(({ token }) => token).filter((token) => !arrived.has(token));
  const records = await linkStore.records(from, missing.slice(0, PORTION_LINKS));
  await Promise.all([
    chatStore.saveMove(from, to),
    moveLast(from, to, linkStore),
    movePrimary(from, to, linkStore),
    ...(records.ok ? records.value : []).map((record) => record && linkStore.saveRecord(to, record)),
  ]);
}

async function moveLast(from: number, to: number, store: LinkStore): Promise<void> {
  const [old, present] = await Promise.all([store.lastLink(from), store.lastLink(to)]);
  if (old.ok && old.value && present.ok && !present.value) await store.saveLastLink(to, old.value);
}

async function movePrimary(from: number, to: number, store: LinkStore): Promise<void> {
  const [old, present] = await Promise.all([store.primaryLink(from), store.primaryLink(to)]);
  if (old.ok && old.value && present.ok && !present.value) await store.savePrimaryLink(to, old.value);
}
