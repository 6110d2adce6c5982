// The chat's Durable Object: the one place that knows the truth about a chat's links. It is named by the chat's id, so that each
// chat has one. The Worker talks to Telegram; the object keeps the books.

import { DurableObject } from 'cloudflare:workers';
import type { Failure, TelegramFailure } from '../failures.ts';
import { once } from '../lib/once.ts';
import { type Failed, fail, ok, type Result } from '../lib/result.ts';
import type { ChatId, Milliseconds, UserId } from '../lib/units.ts';
import { within } from '../lib/within.ts';
import type { DoorReference } from '../links/door.ts';
import type { Telegram } from '../telegram/client.ts';
import type { JoinRequest } from '../telegram/join-requests.ts';
import type { MemberChange } from '../telegram/membership.ts';
import { createParts, type ObjectParts } from './chat-parts.ts';
import type { DoorChange, DoorSight } from './doors/door-protocol.ts';
import { RUN_MS } from './jobs.ts';
import type { Noted, PeopleQuestion } from './ledger/ledger-protocol.ts';
import { countOpenLinks, listPage } from './link-pages.ts';
import type { Lockdown } from './notice.ts';
import type { Announce } from './outbox.ts';
import type { Answer, Ask, Belongings, ChatEnv, ChatMethods, LinkReference, PagePlace } from './protocol.ts';
import type { Decision, RequestQuestion, RequestSettings, SweepAsked } from './requests/request-protocol.ts';
import { jobsOf } from './run-jobs.ts';
import { showLink, showPeople, showRequests } from './show-link.ts';

/** How long an answer waits until Workers KV shows the new link. */
const PUBLISH_WAIT_MS: Milliseconds = 250;
const LAG_COUNTED = 100;
/** What a call may take that a run has begun at its end. */
const CALL_MS: Milliseconds = 15_000;

/** What the class gets from the rest of the Worker. */
export interface ChatEquipment {
  /** The Bot API until the given moment. */
  telegramUntil(deadline: Milliseconds, onCall?: () => void): Telegram;
  readonly announce: Announce;
}

/** `ChatMethods` documents what each method does and answers. */
export abstract class ChatObject<Env extends ChatEnv> extends DurableObject<Env> implements ChatMethods {
  readonly #parts: ObjectParts;
  readonly #equipment = once(() => this.equip());

  /** Called once, when a job needs it, since most calls of the object do not. */
  protected abstract equip(): ChatEquipment;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#parts = createParts(state, env, () => this.now());
    this.#parts.jobs.rearm();
  }

  now(): Milliseconds {
    return Date.now();
  }

  async begin(ask: Ask) {
    const { begin, loading } = this.#parts;
    loading.start();
    return begin(ask);
  }

  async settle(key: string, answer: Answer) {
    const { links, settle, publishing } = this.#parts;
    await this.#successor();
    const outcome = await settle(key, answer);
    if (this.#moved()) this.#parts.moving.forward(key, answer);
    if (!outcome.ok) return outcome;
    // The chat's turn is over; only who made a link waits.
    const { link } = outcome.value;
    const isCreated =
      answer.ok && answer.value.kind === 'link' && !link.record.changed && !link.record.closed;
    const written = publishing.lastWritten();
    this.ctx.waitUntil(publishing.start());
    if (isCreated) await within(PUBLISH_WAIT_MS, written);
    const { people, waiting } = links.byId(link.id) ?? {};
    return ok({ ...outcome.value, link: { ...link, people, waiting } });
  }

  async find(link: LinkReference) {
    return this.#moved() ?? showLink(this.#parts, link);
  }

  list(filter: string, place?: PagePlace) {
    return this.#whenReady(() => ok(listPage(this.#parts.db, filter, place)));
  }

  countOpen() {
    return this.#whenReady(() => ok(countOpenLinks(this.#parts.db)));
  }

  lockDown(asked: Pick<Lockdown, 'key' | 'act' | 'place'>) {
    const telegram = () => this.#equipForRun().telegram;
    return this.#whenReady(async () => ok(await this.#parts.lockdown.start(asked, telegram)));
  }

  doors(sight: DoorSight) {
    return this.#whenReady(() => ok(this.#parts.doors.list(sight)));
  }

  changeDoor(door: DoorReference, change: DoorChange, key: string) {
    const { db, doors } = this.#parts;
    return this.#whenReady(() => db.together(() => doors.change(door, change, key)));
  }

  #moved(): Failed<Failure> | undefined {
    const to = this.#parts.chat.read()?.moved_to;
    return to ? fail({ kind: 'chat_migrated', to }) : undefined;
  }

  /** The object that has everything by now; waits for a hand-over that is under way. */
  async #successor() {
    return this.#moved() && this.#parts.moving.successor();
  }

  /** For lists: everything is loaded, and what has expired is counted so. */
  async #whenReady<Value>(
    read: () => Result<Value, Failure> | Promise<Result<Value, Failure>>,
  ): Promise<Result<Value, Failure>> {
    const { links, loading } = this.#parts;
    const moved = this.#moved();
    if (moved) return moved;
    if (!(await loading.isComplete())) return fail({ kind: 'loading' });
    links.sweep(Math.floor(this.now() / 1000));
    return read();
  }

  async lag() {
    const { publishing, loading } = this.#parts;
    const keys = publishing.behind(LAG_COUNTED);
    return ok({ keys, isMore: keys === LAG_COUNTED, isLoaded: await loading.isComplete() });
  }

  note(change: MemberChange) {
    return this.#note((books) => books.note(change));
  }

  noteRequest(request: JoinRequest) {
    return this.#note((books) => books.noteRequest(request));
  }

  async #note(
    note: (books: Pick<ChatMethods, 'note' | 'noteRequest'>) => Promise<Result<Noted, Failure>>,
  ): Promise<Result<Noted, Failure>> {
    const { ledger, publishing } = this.#parts;
    const noted = await note((await this.#successor()) ?? ledger);
    if (noted.ok && noted.value.found) this.ctx.waitUntil(publishing.start());
    return noted;
  }

  async beginDecision(decision: Decision) {
    return this.#moved() ?? this.#parts.requests.begin(decision);
  }

  async settleDecision(decision: Decision, answer: Result<true, TelegramFailure>) {
    const { db, requests } = this.#parts;
    const successor = await this.#successor();
    if (successor) return successor.settleDecision(decision, answer);
    return db.together(() => requests.settle(decision, answer));
  }

  async requests(question: RequestQuestion) {
    return this.#moved() ?? showRequests(this.#parts, question);
  }

  async decideAll(asked: SweepAsked) {
    const page = await this.requests({ link: asked.link });
    return page.ok ? ok(this.#parts.sweep.start(asked, page.value.link?.id)) : page;
  }

  async requestSettings(change: Partial<RequestSettings>) {
    return this.#moved() ?? ok(this.#parts.requests.settings(change));
  }

  async people(question: PeopleQuestion, place?: PagePlace) {
    return this.#moved() ?? showPeople(this.#parts, question, place);
  }

  async setNotices(areOn: boolean | undefined) {
    return this.#moved() ?? ok(this.#parts.news.set(areOn));
  }

  async forget(person: UserId) {
    return this.#moved() ?? ok(await this.#parts.forgetting.forget(person));
  }

  async handOver(to: ChatId) {
    await this.#parts.moving.handOver(to);
    return ok(undefined);
  }

  async takeOver(belongings: Belongings) {
    await this.#parts.moving.takeOver(belongings);
    this.ctx.waitUntil(this.#parts.publishing.start());
  }

  async chosen() {
    return ok(this.#parts.chat.read()?.chosen ?? undefined);
  }

  async choose(chat: ChatId) {
    this.#parts.db.prepare();
    this.#parts.chat.set({ chosen: chat });
    return ok(undefined);
  }

  /** Calls end after the run, within the time that the runtime gives an alarm. */
  #equipForRun(onCall?: () => void) {
    const { announce, telegramUntil } = this.#equipment();
    return { announce, telegram: telegramUntil(this.now() + RUN_MS + CALL_MS, onCall) };
  }

  override async alarm(): Promise<void> {
    await this.#parts.jobs.run((onCall) => jobsOf(this.#parts, this.#equipForRun(onCall)));
  }
}
