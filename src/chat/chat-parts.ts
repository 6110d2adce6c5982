// The parts of a chat's object, each with what it needs of the others.

import { once } from '../lib/once.ts';
import type { ChatId, Milliseconds } from '../lib/units.ts';
import type { JoinRequest } from '../telegram/join-requests.ts';
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
import type { ChatEnv } from './protocol.ts';
import { createPublishing } from './publishing.ts';
import { createRequests } from './requests/requests.ts';
import { createSweep } from './requests/sweep.ts';
import { openDatabase } from './schema.ts';
import { createSettle } from './settle.ts';
import { createTurns } from './turns.ts';

const log = (event: object): void => console.log(JSON.stringify(event));

export function createParts(state: DurableObjectState, env: ChatEnv, now: () => Milliseconds) {
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
  const outbox = createOutbox(shared);
  const closeLater = createCloseLater(shared);
  const doors = createDoors({ ...shared, outbox, publishing, closeLater });
  const loading = createLoading({ ...shared, doors });
  const finder = createLinkFinder(chat, links, loading, doors);
  const turns = createTurns({ now, takenUntil: () => chat.read()?.open_until ?? 0 });
  const objectOf = (id: ChatId) => env.CHAT.getByName(String(id));
  const begin = createBegin({ ...shared, turns, finder, doors, lockdown: chat.lockdown });
  const settle = createSettle({ ...shared, turns, publishing, doors });

  // Most acts do without these, and a cold isolate compiles what is built.
  const news = once(() => createLinkNews({ ...shared, outbox, publishing, doors, closeLater }));
  const moving = once(() => {
    const ledger = createLedgerMove(db, chat, news());
    return createMoving({ ...shared, ledger, outbox, loading, publishing, doors, objectOf });
  });
  const handOver = (to: ChatId) => moving().handOver(to);
  const ownActs = once(() => createOwnActs({ ...shared, outbox, begin, settle, handOver }));
  const lockdown = once(() => createLockdown({ ...shared, outbox, ownActs: ownActs(), doors, handOver }));
  const renewing = once(() => createRenewing({ ...shared, doors, ownActs: ownActs(), handOver }));
  const requests = once(() => createRequests({ ...shared, outbox }));
  const sweep = once(() => createSweep({ ...shared, outbox, requests: requests(), handOver }));
  const ledger = once(() => {
    const forgetting = createForgetting({ ...shared, days: readLedgerDays(env.LEDGER_DAYS) });
    const stays = createStayTable(db);
    const seeJoined = requests().joined;
    const { note, commit } = createLedger({ ...shared, stays, loading, forgetting, news: news(), seeJoined });
    const noteRequest = (request: JoinRequest) =>
      commit(request.link, (id) => {
        forgetting.ask();
        return requests().note(request, id);
      });
    return { note, noteRequest, page: createPeople(db), forgetting, news: news() };
  });
  return {
    ...shared,
    publishing,
    doors,
    renewing,
    loading,
    finder,
    begin,
    settle,
    outbox,
    moving,
    ownActs,
    lockdown,
    requests,
    sweep,
    ledger,
  };
}
