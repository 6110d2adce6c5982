// The parts of a chat's object. Each takes the others that it needs.

import type { KVNamespace } from '@cloudflare/workers-types';
import { lazily } from '../lib/once.ts';
import type { ChatId, Milliseconds } from '../lib/units.ts';
import { createActTable } from './act-table.ts';
import { createBegin } from './begin.ts';
import { createChatRow } from './chat-row.ts';
import { createCloseLater } from './close-later.ts';
import { createDoors } from './doors/doors.ts';
import { createRenewing } from './doors/renewing.ts';
import { createLinkFinder } from './find-link.ts';
import { createJobs } from './jobs.ts';
import { createForgetting, readLedgerDays } from './ledger/forgetting.ts';
import { createLedger } from './ledger/ledger.ts';
import { createLedgerMove } from './ledger/ledger-move.ts';
import { createLinkNews } from './ledger/link-news.ts';
import { createPeople } from './ledger/people.ts';
import { createStayTable } from './ledger/stay-table.ts';
import { createLinkTable } from './link-table.ts';
import { createLoading } from './loading.ts';
import { createLockdown } from './lockdown.ts';
import { createMoving } from './moving.ts';
import { createOutbox } from './outbox.ts';
import { createOwnActs } from './own-acts.ts';
import type { ChatEnv, ChatMethods } from './protocol.ts';
import { createPublishing } from './publishing.ts';
import { createRequests } from './requests/requests.ts';
import { createSweep } from './requests/sweep.ts';
import { type Database, type ObjectStorage, openDatabase } from './schema.ts';
import { createSettle } from './settle.ts';
import { createTurns } from './turns.ts';

/** A part is built when it is first read: most acts do without most of them, and a cold isolate compiles what is built. */
export interface ObjectParts {
  readonly chatId: ChatId;
  /** When this object began. */
  readonly bornAt: Milliseconds;
  readonly now: () => Milliseconds;
  readonly log: (event: object) => void;
  readonly kv: KVNamespace;
  /** Another chat's object. */
  readonly objectOf: (chat: ChatId) => ChatMethods;
  /** Telegram says that the chat has moved. */
  readonly handOver: (to: ChatId) => Promise<void>;
  readonly db: Database;
  readonly chat: ReturnType<typeof createChatRow>;
  readonly links: ReturnType<typeof createLinkTable>;
  readonly acts: ReturnType<typeof createActTable>;
  readonly stays: ReturnType<typeof createStayTable>;
  readonly jobs: ReturnType<typeof createJobs>;
  readonly turns: ReturnType<typeof createTurns>;
  readonly begin: ReturnType<typeof createBegin>;
  readonly settle: ReturnType<typeof createSettle>;
  readonly finder: ReturnType<typeof createLinkFinder>;
  readonly loading: ReturnType<typeof createLoading>;
  readonly publishing: ReturnType<typeof createPublishing>;
  readonly outbox: ReturnType<typeof createOutbox>;
  readonly closeLater: ReturnType<typeof createCloseLater>;
  readonly doors: ReturnType<typeof createDoors>;
  readonly renewing: ReturnType<typeof createRenewing>;
  readonly ownActs: ReturnType<typeof createOwnActs>;
  readonly lockdown: ReturnType<typeof createLockdown>;
  readonly ledger: ReturnType<typeof createLedger>;
  readonly people: ReturnType<typeof createPeople>;
  readonly forgetting: ReturnType<typeof createForgetting>;
  readonly news: ReturnType<typeof createLinkNews>;
  readonly requests: ReturnType<typeof createRequests>;
  readonly sweep: ReturnType<typeof createSweep>;
  readonly ledgerMove: ReturnType<typeof createLedgerMove>;
  readonly moving: ReturnType<typeof createMoving>;
}

const log = (event: object): void => console.log(JSON.stringify(event));

/** What the runtime gives an object. */
interface State {
  readonly id: { readonly name?: string };
  readonly storage: ObjectStorage;
}

export function createParts({ id, storage }: State, env: ChatEnv, now: () => Milliseconds): ObjectParts {
  const bornAt = now();
  return lazily<ObjectParts>({
    // An object that its alarm has woken may not be told its name.
    chatId: ({ chat }) => chat.read()?.chat_id ?? Number(id.name),
    bornAt: () => bornAt,
    now: () => now,
    log: () => log,
    kv: () => env.INVITE_LINKS,
    objectOf: () => (other) => env.CHAT.getByName(String(other)),
    handOver: (parts) => (to) => parts.moving.handOver(to),
    db: () => openDatabase(storage, Number(id.name)),
    chat: ({ db }) => createChatRow(db),
    links: ({ db }) => createLinkTable(db),
    acts: ({ db }) => createActTable(db),
    stays: ({ db }) => createStayTable(db),
    jobs: ({ db, chatId }) =>
      createJobs(db, storage, now, (error) =>
        log({ kind: 'bug', chat: chatId, error: error instanceof Error ? error.name : typeof error }),
      ),
    people: ({ db }) => createPeople(db),
    forgetting: (parts) => createForgetting(parts, readLedgerDays(env.LEDGER_DAYS)),
    turns: createTurns,
    begin: createBegin,
    settle: createSettle,
    finder: createLinkFinder,
    loading: createLoading,
    publishing: createPublishing,
    outbox: createOutbox,
    closeLater: createCloseLater,
    doors: createDoors,
    renewing: createRenewing,
    ownActs: createOwnActs,
    lockdown: createLockdown,
    ledger: createLedger,
    news: createLinkNews,
    requests: createRequests,
    sweep: createSweep,
    ledgerMove: createLedgerMove,
    moving: createMoving,
  });
}
