// What happens to an update: which part of the bot it concerns, and what is answered.

import type { KVNamespace } from '@cloudflare/workers-types';
import type { Button } from '../buttons/button.ts';
import type { ChatRecords } from '../chat/chat-client.ts';
import type { Command } from '../commands/command.ts';
import type { BadSetting } from '../failures.ts';
import { fail, type Result } from '../lib/result.ts';
import type { Fields } from '../lib/shapes.ts';
import type { ChatId, Milliseconds, Seconds, UserId } from '../lib/units.ts';
import { findInviteLinks } from '../links/invite-link.ts';
import {
  type Migration,
  readMigration,
  readSharedChat,
  readStandingChange,
} from '../telegram/chat-events.ts';
import type { Telegram } from '../telegram/client.ts';
import { readCommand, readPrivateText, type Update } from '../telegram/command-messages.ts';
import { readJoinRequest } from '../telegram/join-requests.ts';
import { type MemberChange, readMemberChange } from '../telegram/membership.ts';
import { readPress } from '../telegram/presses.ts';
import { isServed } from './access.ts';
import { answerCommand } from './answer-command.ts';
import { answerPress } from './answer-press.ts';
import { tellChosen, tellStanding } from './chat-news.ts';
import { wordFailure } from './failure-words.ts';
import { createIdentity } from './identity.ts';
import type { WebhookReply } from './reply.ts';
import type { Handled, Services } from './services.ts';

export interface BotDeps {
  /** The bot's own id, the first part of its token. */
  readonly botId: UserId;
  readonly commands: readonly Command[];
  readonly buttons: readonly Button[];
  readonly settings: Result<Services['settings'], BadSetting>;
  readonly kv: KVNamespace;
  /** The object of a chat, until the given moment. */
  readonly chatObject: (chat: ChatId, deadline: Milliseconds) => ChatRecords;
  /** The Bot API until the given moment. */
  readonly telegramUntil: (deadline: Milliseconds) => Telegram;
  readonly clock: () => Milliseconds;
  /** Takes an event as names and numbers: never a link, a text, a name or a secret. */
  readonly log: (event: Fields) => void;
}

export interface Bot {
  /**
   * Handles an update and answers what is to be said; `undefined` for nothing, `again` if Telegram has to deliver it once
   * more. `url` is where it arrived. Never rejects.
   */
  handle(update: Update, url: string): Promise<WebhookReply | 'again' | undefined>;
}

/**
 * The runtime ends work 30 seconds after its caller has gone.
 * https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil
 */
const UPDATE_DEADLINE_MS = 25_000;

export function createBot(deps: BotDeps): Bot {
  const { settings: read, kv, botId } = deps;
  const asked = { at: Number.NEGATIVE_INFINITY };
  const badSetting = read.ok ? undefined : read.failure;
  const settings = read.ok ? read.value : { timeZone: 'UTC', chats: undefined, createDefaults: () => read };
  const logBug = (error: unknown, { update_id }: Update): void =>
    deps.log({ kind: 'bug', update_id, error: traceOf(error) });

  return {
    async handle(update, url) {
      const started = deps.clock();
      const deadline = started + UPDATE_DEADLINE_MS;
      let calls = 0;
      const services = (): Services => {
        const telegram = counted(deps.telegramUntil(deadline), () => calls++);
        return {
          ...deps,
          settings,
          badSetting,
          telegram,
          identity: createIdentity({ kv, botId, telegram, clock: deps.clock, asked }),
          chatObject: (chat) => deps.chatObject(chat, deadline),
          handling: crypto.randomUUID(),
          now: Math.floor(started / 1000),
          origin: new URL(url).origin,
          deadline,
          word: (failure) => wordFailure(failure, settings.timeZone),
          failWithBug(error) {
            logBug(error, update);
            return fail({ kind: 'bug' });
          },
        };
      };
      try {
        const handled = await dispatch(update, services, deps);
        if (!handled) return undefined;
        const [reply, event] = handled;
        deps.log({ ...event, update_id: update.update_id, ms: deps.clock() - started, calls });
        return reply;
      } catch (error) {
        logBug(error, update);
        return undefined;
      }
    },
  };
}

/** The answer, and what the log says of it; `undefined` if the update does not concern the bot. */
async function dispatch(
  update: Update,
  services: () => Services,
  { commands, botId }: BotDeps,
): Promise<readonly [WebhookReply | 'again' | undefined, Handled] | undefined> {
  const find = ({ name }: { readonly name: string }) => commands.find(({ names }) => names.includes(name));
  const asked = readCommand(update);
  const command = asked && find(asked);
  if (command) return answerCommand(asked, command, services());
  if ('callback_query' in update) {
    const press = readPress(update);
    return press && answerPress(press, services());
  }
  if ('my_chat_member' in update) {
    const change = readStandingChange(update);
    return change && tellStanding(change, services());
  }
  if ('chat_member' in update) {
    const change = readMemberChange(update, botId);
    return change && record('member', change, services(), (records) => records.note(change));
  }
  if ('chat_join_request' in update) {
    const request = readJoinRequest(update, botId);
    return request && record('request', request, services(), (records) => records.noteRequest(request));
  }
  const migration = readMigration(update);
  if (migration) return [undefined, await followMigration(migration, services())];
  const shared = readSharedChat(update);
  if (shared) return tellChosen(shared, services());
  const text = readPrivateText(update, helpWith);
  const helping = text && find(text);
  return helping && answerCommand(text, helping, services());
}

/** A pasted link is shown; any other text gets the help. */
function helpWith(texts: readonly string[]): string {
  const links = findInviteLinks(texts).map(({ url }) => url);
  return links.length === 0 ? '/help' : `/link ${links.join(' ')}`;
}

/** Young changes are delivered again until they are recorded; later, too many others wait behind them. */
const AGAIN_SECONDS: Seconds = 10 * 60;

/** Of people nothing is logged. */
async function record(
  name: string,
  { chat, date }: Pick<MemberChange, 'chat' | 'date'>,
  services: Services,
  note: (records: ChatRecords) => ReturnType<ChatRecords['note']>,
): Promise<readonly ['again' | undefined, Handled]> {
  const event = { kind: 'chat', name, chat } as const;
  if (!isServed(chat, services)) return [undefined, { ...event, outcome: 'chat_not_served' }];
  const noted = await note(services.chatObject(chat));
  if (noted.ok) return [undefined, { ...event, outcome: 'ok' }];
  const { kind } = noted.failure;
  const isPassing = kind === 'records_unavailable' || kind === 'loading';
  return [
    isPassing && services.now - date < AGAIN_SECONDS ? 'again' : undefined,
    { ...event, outcome: kind },
  ];
}

/** A service message says that a group has become a supergroup; it comes in both, in either order. */
async function followMigration({ from, to }: Migration, services: Services): Promise<Handled> {
  const event = { kind: 'chat', name: 'migration', chat: to } as const;
  if (!isServed(from, services) && !isServed(to, services)) return { ...event, outcome: 'chat_not_served' };
  const handed = await services.chatObject(from).handOver(to);
  return { ...event, outcome: handed.ok ? 'ok' : handed.failure.kind };
}

const counted = (telegram: Telegram, count: () => void): Telegram => ({
  call(method, params) {
    count();
    return telegram.call(method, params);
  },
});

/** Where it happened. An error's message may quote what a person typed, over several lines. */
const traceOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name} ${(error.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 3)
        .join(' ')}`
    : typeof error;
