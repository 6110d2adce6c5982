// Reads what Workers KV holds of the chat into an object that knows nothing: of a bot that ran before there were objects, or
// of a restored namespace. Only what is unknown is added. KV may show a write late, so everything is read once more.

import { ok, type Result } from '../lib/result.ts';
import { readJson } from '../lib/shapes.ts';
import type { Milliseconds } from '../lib/units.ts';
import { within } from '../lib/within.ts';
import { type LinkRecord, readLinkRecord } from '../links/link-record.ts';
import type { ObjectParts } from './chat-parts.ts';
import { createRun, type Run, STEP_CALLS } from './jobs.ts';
import { askKv, describeError, eventOf, type KvTrouble } from './kv.ts';
import { linkIdOf } from './link-id.ts';
import type { StoredLink } from './link-table.ts';
import { lastKey, linkKey, linksPrefix, readLastLink } from './published.ts';

/** What KV reads by one operation. https://developers.cloudflare.com/kv/api/read-key-value-pairs/ */
const BATCH_KEYS = 100;
const START_CALLS = 40;
/** How long a command waits for the first pass. */
const WAIT_MS: Milliseconds = 5_000;
const SECOND_PASS_MS: Milliseconds = 10 * 60_000;
/** Passes after which nothing is read any more. */
const PASSES = 2;

export function createLoading({ chatId, db, chat, links, doors, jobs, kv, now, log }: ObjectParts) {
  let running: Promise<'complete' | 'more' | 'failed'> | undefined;

  async function add(records: readonly LinkRecord[]): Promise<void> {
    const ids = await Promise.all(records.map(({ invite_link: link }) => linkIdOf(link)));
    for (const [index, record] of records.entries()) {
      const id = ids[index];
      if (id === undefined || links.byId(id)) continue;
      db.together(() => {
        const own = doors.adopt(record);
        links.add(id, own, Math.floor(now() / 1000), own === record ? undefined : now());
        if (own.door || own !== record) jobs.ask('publish', now());
      });
      if (record.is_primary && !record.is_revoked && !chat.read()?.primary_link)
        chat.set({ primary_link: id });
    }
  }

  async function loadLast(): Promise<Result<unknown, KvTrouble>> {
    const value = await askKv(kv, (namespace) => namespace.get(lastKey(chatId)));
    if (!value.ok) return value;
    const last = readLastLink(value.value);
    const id = last && (await linkIdOf(last.link));
    if (last && id !== undefined && !chat.last()) chat.setLast(last, id, null);
    return value;
  }

  /** Reads one page of keys with their values; the value is the next cursor. */
  async function loadPage(cursor: string | null): Promise<Result<string | null, KvTrouble>> {
    const page = await askKv(kv, (namespace) => namespace.list({ prefix: linksPrefix(chatId), cursor }));
    if (!page.ok) return page;
    const keys = page.value.keys.map(({ name }) => name);
    for (let start = 0; start < keys.length; start += BATCH_KEYS) {
      const values = await askKv(kv, (namespace) => namespace.get(keys.slice(start, start + BATCH_KEYS)));
      if (!values.ok) return values;
      const records = [...values.value.values()].map((text) =>
        readLinkRecord(text === null ? undefined : readJson(text)),
      );
      await add(records.filter((record) => record !== undefined));
    }
    return ok(page.value.list_complete ? null : page.value.cursor);
  }

  /** Goes on where the last run stopped. `more` says that the time was over before the pass was. */
  async function load(run: Run): Promise<'complete' | 'more' | 'failed'> {
    let cursor = chat.read()?.load_cursor ?? null;
    do {
      // A page has at most 1,000 keys, read by a list and ten gets; `last:` comes after the last one.
      for (let call = 0; call < STEP_CALLS; call++) run.count();
      const page = await loadPage(cursor);
      const trouble = page.ok ? (page.value === null ? await loadLast() : page) : page;
      if (!trouble.ok) {
        log({ kind: 'loading', chat: chatId, ...eventOf(trouble.failure) });
        return 'failed';
      }
      cursor = page.ok ? page.value : null;
      chat.set({ load_cursor: cursor });
    } while (cursor !== null && run.has(STEP_CALLS));
    if (cursor !== null) return 'more';
    chat.set({ passes: (chat.read()?.passes ?? 0) + 1 });
    return 'complete';
  }

  const runAlone = (run: Run): NonNullable<typeof running> => {
    running ??= load(run).finally(() => {
      running = undefined;
    });
    return running;
  };

  const isLoaded = (): boolean => (chat.read()?.passes ?? 0) > 0;

  /** Begins the first pass, if it has not begun. */
  function start(): void {
    if (isLoaded() || running) return;
    db.prepare();
    jobs.ask('load', now() + WAIT_MS * 2);
    void runAlone(createRun(now, WAIT_MS, START_CALLS))
      .then((came) => {
        if (came !== 'complete') return;
        jobs.drop('load');
        jobs.ask('load', now() + SECOND_PASS_MS);
      })
      // A database that takes no more writes; the job tries again.
      .catch((error: unknown) =>
        log({ kind: 'loading', chat: chatId, ...eventOf({ kind: 'refused', error: describeError(error) }) }),
      );
  }

  return {
    start,

    /** Whether the first pass is complete; waits some seconds for it. */
    async isComplete(): Promise<boolean> {
      start();
      if (!isLoaded() && running) await within(WAIT_MS, running);
      return isLoaded();
    },

    /** Adds the link that `last:` names, if it is unknown here; `undefined` if it is known. */
    async adopt(url: string): Promise<StoredLink | undefined> {
      const id = await linkIdOf(url);
      if (links.byId(id)) return undefined;
      const value = await askKv(kv, (namespace) => namespace.get(linkKey(chatId, url)));
      const record = value.ok && value.value !== null ? readLinkRecord(readJson(value.value)) : undefined;
      if (!record) return undefined;
      await add([record]);
      return links.byId(id);
    },

    async job(run: Run): Promise<Milliseconds | 'later' | undefined> {
      const came = await runAlone(run);
      if (came !== 'complete') return came === 'more' ? now() : 'later';
      return (chat.read()?.passes ?? 0) < PASSES ? now() + SECOND_PASS_MS : undefined;
    },
  };
}
