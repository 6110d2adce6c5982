// Groups that become supergroups: their links go along.

import type { Failure } from '../failures.ts';
import { ok, type Result } from '../lib/result.ts';
import type { ChatId, UserId } from '../lib/units.ts';
import type { LinkSummary } from '../links/link-summary.ts';
import type { LinkStore } from '../store/link-store.ts';
import type { Migration } from '../telegram/chat-events.ts';
import type { Chat } from '../telegram/chats.ts';
import { checkAccessElsewhere, isServed, type NamedChat } from './access.ts';
import type { Services } from './services.ts';

/**
 * Links copied at once. A request of the free plan may ask elsewhere 50 times; a service message has them to itself, a
 * command that finds out by a refusal needs most of them. Each further sign of the move goes on with what is left.
 * https://developers.cloudflare.com/workers/platform/limits/#subrequests
 */
const BY_SERVICE_MESSAGE = 30;
const BY_COMMAND = 12;

/** Follows a service message. Both of a move may come at the same time: each begins at another end. */
export async function followMigration(
  migration: Migration,
  isOldChat: boolean,
  services: Services,
): Promise<void> {
  if (!isServed(migration.from, services) && !isServed(migration.to, services)) return;
  await moveLinks(migration, BY_SERVICE_MESSAGE, isOldChat, services);
}

/** Follows a refusal that names the new chat, if the person may act there; the value is that chat. */
export async function followRefusal(
  { id, written }: NamedChat,
  to: ChatId,
  person: UserId,
  services: Services,
): Promise<Result<Chat, Failure>> {
  const access = await checkAccessElsewhere({ id: to, written }, person, services);
  if (!access.ok) return access;
  await moveLinks({ from: id, to }, BY_COMMAND, true, services);
  const chosen = await services.chatStore.chosenChat(person);
  // Else every command in private would take the way by the refusal again.
  if (chosen.ok && chosen.value === id) await services.chatStore.saveChosenChat(person, to);
  return ok(access.value.chat);
}

/**
 * Brings what is known of a group to the supergroup that it became. May be told often, in any order: only what the
 * supergroup lacks is written. The group's own keys stay.
 */
async function moveLinks(
  { from, to }: Migration,
  portion: number,
  fromTheFirst: boolean,
  { linkStore, chatStore }: Services,
): Promise<void> {
  const [old, present, told] = await Promise.all([
    linkStore.list(from),
    linkStore.list(to),
    chatStore.movedTo(from),
  ]);
  if (!old.ok || !present.ok) return;
  const arrived = new Set(present.value.map(({ token }) => token));
  const missing = old.value.filter(({ token }) => !arrived.has(token));
  const tokens = openFirst(fromTheFirst ? missing : missing.reverse()).slice(0, portion);
  const records = await linkStore.records(from, tokens);
  await Promise.all([
    told.ok && told.value === to ? undefined : chatStore.saveMove(from, to),
    moveLast(from, to, linkStore),
    movePrimary(from, to, linkStore),
    ...(records.ok ? records.value : []).map((record) => record && linkStore.saveRecord(to, record)),
  ]);
}

/** What somebody can still come by matters most. */
const openFirst = (links: readonly LinkSummary[]): readonly string[] =>
  [...links.filter((link) => !link.is_revoked), ...links.filter((link) => link.is_revoked)].map(
    ({ token }) => token,
  );

async function moveLast(from: ChatId, to: ChatId, store: LinkStore): Promise<void> {
  const [old, present] = await Promise.all([store.lastLink(from), store.lastLink(to)]);
  if (old.ok && old.value && present.ok && !present.value) await store.saveLastLink(to, old.value);
}

async function movePrimary(from: ChatId, to: ChatId, store: LinkStore): Promise<void> {
  const [old, present] = await Promise.all([store.primaryLink(from), store.primaryLink(to)]);
  if (old.ok && old.value && present.ok && !present.value) await store.savePrimaryLink(to, old.value);
}
