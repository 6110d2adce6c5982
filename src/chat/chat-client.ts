// The Worker's side of a chat's object. A stub breaks when its object is reset (a deploy, a crash), so each attempt takes a new
// one. Every method is safe to repeat: an act by its key, everything else by its nature.

import type { Failure } from '../failures.ts';
import { fail, type Result } from '../lib/result.ts';
import type { ChatId, Milliseconds } from '../lib/units.ts';
import { within } from '../lib/within.ts';
import type { LinkRecord } from '../links/link-record.ts';
import type { ChatEnv, ChatMethods, LastLink } from './protocol.ts';
import { lastKey, linkKey, publishedDoor, readLastLink } from './published.ts';

/** What a chat's object keeps, for the length of one update. No method rejects: an object that can't be reached is a failure like others. */
export interface ChatRecords extends Omit<ChatMethods, 'takeOver'> {
  /** The link under `last:` in Workers KV, which may be old, or of a bot before this object. */
  publishedLast(): Promise<string | undefined>;
  /** Pauses the door of a link in Workers KV, if the object can't record that the link is closed. */
  shut(record: LinkRecord): Promise<void>;
  /** Writes a link that the object could not record to Workers KV, where it is found again. */
  rescue(record: LinkRecord, last: LastLink | undefined): Promise<boolean>;
}

type Method = Exclude<keyof ChatMethods, 'takeOver'>;
/** The object as all its methods are called alike. */
type Stub = Readonly<Record<Method, (...args: unknown[]) => Promise<Result<unknown, Failure>>>>;

interface ChatClientDeps extends ChatEnv {
  readonly now: () => Milliseconds;
  readonly log: (event: object) => void;
}

const ATTEMPTS = 3;
/** An answer of Telegram at the last moment is still committed by these; the runtime gives five seconds more. */
const SETTLES: ReadonlySet<Method> = new Set(['settle', 'settleDecision']);
const SETTLE_GRACE_MS: Milliseconds = 3_000;
/** A read beside the question of access is not worth more. */
const KV_WAIT_MS: Milliseconds = 2_000;
/** The day's rows are spent, or the disk is full. */
const FULL = /SQLITE_FULL|allowed rows written/i;

export const createChatClient =
  ({ CHAT, INVITE_LINKS, now, log }: ChatClientDeps) =>
  (chat: ChatId, deadline: Milliseconds): ChatRecords => {
    async function ask(method: Method, args: unknown[]): Promise<Result<unknown, Failure>> {
      const until = deadline + (SETTLES.has(method) ? SETTLE_GRACE_MS : 0);
      for (let attempt = 1; attempt <= ATTEMPTS && now() < until; attempt++) {
        try {
          const object = CHAT.getByName(String(chat)) as Stub;
          const answer = await within(until - now(), object[method](...args));
          if (answer) return answer;
        } catch (error) {
          log({ kind: 'object', chat, outcome: 'failed', attempt, cause: describe(error) });
          if (FULL.test(describe(error))) return fail({ kind: 'records_full' });
        }
      }
      return fail({ kind: 'records_unavailable' });
    }

    const beside = {
      async publishedLast() {
        const read = INVITE_LINKS.get(lastKey(chat)).catch(() => null);
        return readLastLink((await within(KV_WAIT_MS, read)) ?? null)?.link;
      },

      async shut(record: LinkRecord) {
        const { door } = record;
        if (!door) return;
        const shut = publishedDoor({ ...door, state: 'paused', why: 'revoked' }, record, chat);
        await within(KV_WAIT_MS, INVITE_LINKS.put(...shut)).catch(() => undefined);
      },

      async rescue(record: LinkRecord, last: LastLink | undefined) {
        const puts = [
          INVITE_LINKS.put(linkKey(chat, record.invite_link), JSON.stringify(record)),
          ...(last ? [INVITE_LINKS.put(lastKey(chat), JSON.stringify(last))] : []),
        ];
        return within(KV_WAIT_MS, Promise.all(puts)).then(
          (done) => done !== undefined,
          () => false,
        );
      },
    };
    return new Proxy(beside as ChatRecords, {
      // `then` is no method of the object: it makes a promise of what is awaited.
      get: (known, name) =>
        name in known || name === 'then'
          ? Reflect.get(known, name)
          : (...args: unknown[]) => ask(name as Method, args),
    });
  };

/** An exception that crossed from the object: its name, its flags, and words that hold no link. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const flags = ['durableObjectReset', 'overloaded', 'retryable', 'remote'].filter((flag) => flag in error);
  return [error.name, FULL.exec(error.message)?.[0], ...flags].filter(Boolean).join(' ');
}
