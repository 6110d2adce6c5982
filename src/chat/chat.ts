// The chat's Durable Object: the one place that knows the truth about a chat's links. It is named by the chat's id, so that each
// chat has one. The Worker talks to Telegram; the object keeps the books.

import { DurableObject } from 'cloudflare:workers';
import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { ChatId, Milliseconds, UserId } from '../lib/units.ts';
import { within } from '../lib/within.ts';
import type { MemberChange } from '../telegram/membership.ts';
import { ACTS_KEPT_MS, createActTable } from './act-table.ts';
import { createBegin } from './begin.ts';
import { createChatRow } from './chat-row.ts';
import { createLinkFinder } from './find-link.ts';
import { createJobs } from './jobs.ts';
import { createForgetting, readLedgerDays } from './ledger/forgetting.ts';
import { createLedger } from './ledger/ledger.ts';
import { createLedgerMove } from './ledger/ledger-move.ts';
import type { Noted, PeoplePage, PeopleQuestion } from './ledger/ledger-protocol.ts';
import { createPeople } from './ledger/people.ts';
import { createStayTable } from './ledger/stay-table.ts';
import { listOpenLinks, listPage } from './link-pages.ts';
import { createLinkTable, knownOf } from './link-table.ts';
import { createLoading } from './loading.ts';
import { createMoving } from './moving.ts';
import type {
  Answer,
  Ask,
  Begun,
  Belongings,
  ChatEnv,
  ChatMethods,
  KnownLink,
  Lag,
  LinkPage,
  LinkReference,
  OpenLinks,
  Outcome,
  PagePlace,
} from './protocol.ts';
import { createPublishing } from './publishing.ts';
import { openDatabase } from './schema.ts';
import { createSettle } from './settle.ts';
import { createTurns } from './turns.ts';

/** How long an answer waits until Workers KV shows the change. */
const PUBLISH_WAIT_MS: Milliseconds = 250;
const PUBLISH_RUN_MS: Milliseconds = 20_000;
const LAG_COUNTED = 100;

const log = (event: object): void => console.log(JSON.stringify(event));

export class Chat extends DurableObject<ChatEnv> implements ChatMethods {
  readonly #parts: ReturnType<typeof createParts>;

  constructor(state: DurableObjectState, env: ChatEnv) {
    super(state, env);
    this.#parts = createParts(state, env, () => this.now());
    this.#parts.jobs.rearm();
  }

  /** The clock. */
  now(): Milliseconds {
    return Date.now();
  }

  async begin(ask: Ask): Promise<Result<Begun, Failure>> {
    const { begin, loading } = this.#parts;
    loading.start();
    return begin(ask);
  }

  async settle(key: string, answer: Answer): Promise<Outcome> {
    const { chat, jobs, links, settle, publishing, moving, objectOf } = this.#parts;
    await moving.underWay();
    const to = chat.read()?.moved_to;
    // Until everything is handed over the act is settled here, and goes along.
    if (to && !jobs.isAsked('hand_over')) return objectOf(to).settle(key, answer);
    const outcome = await settle(key, answer);
    if (!outcome.ok) return outcome;
    publishing.ask();
    const published = publishing.start(this.now() + PUBLISH_RUN_MS);
    this.ctx.waitUntil(published);
    // The chat's turn is over; only who asked waits.
    await within(PUBLISH_WAIT_MS, published);
    const { link } = outcome.value;
    return ok({ ...outcome.value, link: { ...link, people: links.byId(link.id)?.people } });
  }

  async find(link: LinkReference): Promise<Result<KnownLink, Failure>> {
    const { chat, finder } = this.#parts;
    const moved = chat.read()?.moved_to;
    if (moved) return fail({ kind: 'chat_migrated', to: moved });
    const id = await finder.prepare(link, false);
    const found = id.ok ? finder.resolve(link, id.value) : id;
    if (!found.ok) return found;
    const { url, stored } = found.value;
    return stored ? ok(knownOf(stored)) : fail({ kind: 'link_unknown', link: url });
  }

  async list(filter: string, place?: PagePlace): Promise<Result<LinkPage, Failure>> {
    const ready = await this.#ready();
    return ready.ok ? ok(listPage(this.#parts.db, filter, place)) : ready;
  }

  async listOpen(after: number, most: number): Promise<Result<OpenLinks, Failure>> {
    const ready = await this.#ready();
    return ready.ok ? ok(listOpenLinks(this.#parts.db, after, most)) : ready;
  }

  /** For lists: everything is loaded, and what has expired is counted so. */
  async #ready(): Promise<Result<void, Failure>> {
    const { chat, db, links, loading } = this.#parts;
    const moved = chat.read()?.moved_to;
    if (moved) return fail({ kind: 'chat_migrated', to: moved });
    if (!(await loading.isComplete())) return fail({ kind: 'loading' });
    if (db.exists()) links.sweep(Math.floor(this.now() / 1000));
    return ok(undefined);
  }

  async lag(): Promise<Lag> {
    const { publishing, loading } = this.#parts;
    const keys = publishing.behind(LAG_COUNTED);
    return { keys, isMore: keys === LAG_COUNTED, isLoaded: await loading.isComplete() };
  }

  async note(change: MemberChange): Promise<Result<Noted, Failure>> {
    const { chat, jobs, ledger, publishing, moving, objectOf } = this.#parts;
    await moving.underWay();
    const to = chat.read()?.moved_to;
    if (to && !jobs.isAsked('hand_over')) return objectOf(to).note(change);
    const noted = await ledger(change);
    if (noted.ok && noted.value.found !== undefined)
      this.ctx.waitUntil(publishing.start(this.now() + PUBLISH_RUN_MS));
    return noted;
  }

  async people(question: PeopleQuestion, place?: PagePlace): Promise<Result<PeoplePage, Failure>> {
    const { chat, people } = this.#parts;
    const moved = chat.read()?.moved_to;
    if (moved) return fail({ kind: 'chat_migrated', to: moved });
    const link = question.kind === 'link' ? await this.find(question.link) : undefined;
    if (link && !link.ok) return link;
    return ok({ ...people(question, link?.value.id, place), link: link?.value });
  }

  async forget(person: UserId): Promise<Result<number, Failure>> {
    const { chat, forgetting } = this.#parts;
    const moved = chat.read()?.moved_to;
    return moved ? fail({ kind: 'chat_migrated', to: moved }) : ok(await forgetting.forget(person));
  }

  async handOver(to: ChatId): Promise<void> {
    await this.#parts.moving.handOver(to);
  }

  async takeOver(belongings: Belongings): Promise<void> {
    const { moving, publishing } = this.#parts;
    await moving.takeOver(belongings);
    this.ctx.waitUntil(publishing.start(this.now() + PUBLISH_RUN_MS));
  }

  async chosen(): Promise<ChatId | undefined> {
    return this.#parts.chat.read()?.chosen ?? undefined;
  }

  async choose(chat: ChatId): Promise<void> {
    this.#parts.db.prepare();
    this.#parts.chat.set({ chosen: chat });
  }

  override async alarm(): Promise<void> {
    const { jobs, loading, publishing, moving, acts, forgetting } = this.#parts;
    await jobs.run({
      load: loading.job,
      publish: publishing.job,
      hand_over: moving.job,
      forget_people: forgetting.job,
      forget_acts: async () => {
        acts.forgetBefore(this.now() - ACTS_KEPT_MS);
        const oldest = acts.oldest();
        return oldest === undefined ? undefined : oldest + ACTS_KEPT_MS;
      },
    });
  }
}

function createParts(state: DurableObjectState, env: ChatEnv, now: () => Milliseconds) {
  const db = openDatabase(state.storage, Number(state.id.name));
  const chat = createChatRow(db);
  // An object that its alarm has woken may not be told its name.
  const chatId = chat.read()?.chat_id ?? Number(state.id.name);
  const links = createLinkTable(db);
  const acts = createActTable(db);
  const jobs = createJobs(db, state.storage, now, (error) =>
    log({ kind: 'bug', chat: chatId, error: error instanceof Error ? error.name : typeof error }),
  );
  const shared = { chatId, db, chat, links, acts, jobs, kv: env.INVITE_LINKS, now, log };
  const publishing = createPublishing(shared);
  const loading = createLoading(shared);
  const finder = createLinkFinder(chat, links, loading);
  const turns = createTurns({ now, takenUntil: () => chat.read()?.open_until ?? 0 });
  const objectOf = (id: ChatId) => env.CHAT.getByName(String(id));
  const forgetting = createForgetting({ ...shared, days: readLedgerDays(env.LEDGER_DAYS) });
  const stays = createStayTable(db);
  return {
    ...shared,
    forgetting,
    ledger: createLedger({ ...shared, stays, loading, publishing, forgetting }),
    people: createPeople(db),
    publishing,
    loading,
    finder,
    objectOf,
    begin: createBegin({ ...shared, turns, finder }),
    settle: createSettle({ ...shared, turns }),
    moving: createMoving({ ...shared, ledger: createLedgerMove(db, chat), loading, publishing, objectOf }),
  };
}
