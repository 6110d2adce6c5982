// The Worker's side of a chat's object. A stub breaks when its object is reset (a deploy, a crash), so each attempt takes a new
// one. Every method is safe to repeat: an act by its key, everything else by its nature.

import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { ChatId, Milliseconds } from '../lib/units.ts';
import { within } from '../lib/within.ts';
import type { LinkRecord } from '../links/link-record.ts';
import type { ChatEnv, ChatMethods, LastLink } from './protocol.ts';
import { lastKey, linkKey, publishedDoor, readLastLink } from './published.ts';

/** A method of the object as the Worker gets it: a failure to reach the object is a failure like others. */
type Asked<Method> = Method extends (...args: infer Args) => Promise<infer Value>
  ? (
      ...args: Args
    ) => Promise<
      [Value] extends [Result<infer Inner, Failure>] ? Result<Inner, Failure> : Result<Value, Failure>
    >
  : never;

/** A chat's object for the length of one update. No method rejects. */
export type ChatObject = {
  readonly [Name in Exclude<keyof ChatMethods, 'takeOver'>]: Asked<ChatMethods[Name]>;
} & {
  /** The link under `last:` in Workers KV, which may be old, or of a bot before this object. */
  publishedLast(): Promise<string | undefined>;
  /** Pauses the door of a link in Workers KV, if the object can't record that the link is closed. */
  shut(record: LinkRecord): Promise<void>;
  /** Writes a link that the object could not record to Workers KV, where it is found again. */
  rescue(record: LinkRecord, last: LastLink | undefined): Promise<boolean>;
};

export interface ChatClientDeps extends ChatEnv {
  readonly now: () => Milliseconds;
  readonly log: (event: object) => void;
}

const ATTEMPTS = 3;
/** An answer of Telegram at the last moment is still committed; the runtime gives five seconds more. */
const SETTLE_GRACE_MS: Milliseconds = 3_000;
/** A read beside the question of access is not worth more. */
const KV_WAIT_MS: Milliseconds = 2_000;
/** The day's rows are spent, or the disk is full. */
const FULL = /SQLITE_FULL|allowed rows written/i;

export const createChatClient =
  ({ CHAT, INVITE_LINKS, now, log }: ChatClientDeps) =>
  (chat: ChatId, deadline: Milliseconds): ChatObject => {
    async function ask<Value>(
      method: (object: ChatMethods) => Promise<Value>,
      until = deadline,
    ): Promise<Result<Value, Failure>> {
      for (let attempt = 1; attempt <= ATTEMPTS && now() < until; attempt++) {
        try {
          const answer = await within(
            until - now(),
            // An answer of `undefined` is not the end of the time.
            method(CHAT.getByName(String(chat))).then((value) => ({ value })),
          );
          if (answer) return ok(answer.value);
        } catch (error) {
          log({ kind: 'object', chat, outcome: 'failed', attempt, cause: describe(error) });
          if (FULL.test(describe(error))) return fail({ kind: 'records_full' });
        }
      }
      return fail({ kind: 'records_unavailable' });
    }

    const flat = async <Value>(
      method: (object: ChatMethods) => Promise<Result<Value, Failure>>,
      until = deadline,
    ): Promise<Result<Value, Failure>> => {
      const answer = await ask(method, until);
      return answer.ok ? answer.value : answer;
    };

    return {
      begin: (act) => flat((object) => object.begin(act)),
      settle: (key, answer) => flat((object) => object.settle(key, answer), deadline + SETTLE_GRACE_MS),
      find: (link) => flat((object) => object.find(link)),
      list: (filter, place) => flat((object) => object.list(filter, place)),
      note: (change) => flat((object) => object.note(change)),
      noteRequest: (request) => flat((object) => object.noteRequest(request)),
      beginDecision: (decision) => flat((object) => object.beginDecision(decision)),
      settleDecision: (decision, answer) =>
        flat((object) => object.settleDecision(decision, answer), deadline + SETTLE_GRACE_MS),
      requests: (question) => flat((object) => object.requests(question)),
      decideAll: (asked) => flat((object) => object.decideAll(asked)),
      requestSettings: (change) => flat((object) => object.requestSettings(change)),
      people: (question, place) => flat((object) => object.people(question, place)),
      setNotices: (areOn) => flat((object) => object.setNotices(areOn)),
      forget: (person) => flat((object) => object.forget(person)),
      doors: (sight) => flat((object) => object.doors(sight)),
      changeDoor: (door, change, key) => flat((object) => object.changeDoor(door, change, key)),
      countOpen: () => flat((object) => object.countOpen()),
      lockDown: (asked) => flat((object) => object.lockDown(asked)),
      lag: () => ask((object) => object.lag()),
      handOver: (to) => ask((object) => object.handOver(to)),
      chosen: () => ask((object) => object.chosen()),
      choose: (chosen) => ask((object) => object.choose(chosen)),

      async publishedLast() {
        const read = INVITE_LINKS.get(lastKey(chat)).catch(() => null);
        return readLastLink((await within(KV_WAIT_MS, read)) ?? null)?.link;
      },

      async shut(record) {
        const { door } = record;
        if (!door) return;
        const shut = publishedDoor({ ...door, state: 'paused', why: 'revoked' }, record, chat);
        await within(KV_WAIT_MS, INVITE_LINKS.put(...shut)).catch(() => undefined);
      },

      async rescue(record, last) {
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
  };

/** An exception that crossed from the object: its name, its flags, and words that hold no link. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const flags = ['durableObjectReset', 'overloaded', 'retryable', 'remote'].filter((flag) => flag in error);
  return [error.name, FULL.exec(error.message)?.[0], ...flags].filter(Boolean).join(' ');
}
