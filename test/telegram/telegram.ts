// A Telegram on this machine: the Bot API for one bot, chats and people around it, and webhooks delivered to it. The tests
// of the bot and `npm start` rest on it. It answers what a bot for invite links meets as the official server answers it;
// comments name the line of the official source. It is no server for real accounts, no copy of the whole Bot API, and
// keeps nothing but the state that it is given and gives. What differs on purpose is listed in differences.ts.
// This file puts the parts together; each says in its own file what it does.

import type { Message } from '@grammyjs/types';
import { type BotApiCall, createBotApi } from './bot-api.ts';
import { createBuilding, linkAtTelegram } from './building.ts';
import { createDelivery, type DeliveryAttempt } from './delivery.ts';
import { createFaults } from './faults.ts';
import { createHappenings } from './happenings.ts';
import { startServer } from './http-server.ts';
import type { LocalTelegram, Options } from './local-telegram.ts';
import { menuFor } from './menus.ts';
import { ephemeralById, readChat, readChatAs } from './messages.ts';
import { chatMethods } from './methods-chats.ts';
import { linkMethods } from './methods-links.ts';
import { messageMethods } from './methods-messages.ts';
import { profileMethods } from './methods-profile.ts';
import { createWebhookMethods } from './methods-webhook.ts';
import { createNews } from './news.ts';
import { isObject, readId } from './parameters.ts';
import { findChat, findPerson, findRecord, findRecordByLink } from './people-and-chats.ts';
import { officialDelayMs } from './retry-schedule.ts';
import { type Bot, createState, type State, type UpdateKind, type World } from './state.ts';
import { checkAge, listensTo, toQueued } from './updates.ts';
import { VERBS } from './verbs.ts';

export async function createTelegram(options: Options): Promise<LocalTelegram> {
  const bot = botOf(options);
  // What an older one stored may lack what is new.
  const state: State = { ...createState(bot), ...structuredClone(options.state) };
  const now = options.now ?? (() => Math.floor(Date.now() / 1000));
  const calls: BotApiCall[] = [];
  const deliveries: DeliveryAttempt[] = [];
  const faults = createFaults();
  const news = createNews();
  let queued = Promise.withResolvers<void>();

  function enqueue(kind: UpdateKind, body: object): number | undefined {
    const update = toQueued(state.next.update, kind, body, now());
    checkAge(update.expires_at, now());
    state.next.update++;
    state.waiting.push(update);
    news.tell('changed');
    delivery.wake();
    queued.resolve();
    queued = Promise.withResolvers();
    return update.update.update_id;
  }

  const world: World = {
    state,
    now,
    publish: (kind, body) => (listensTo(state, kind) ? enqueue(kind, body) : undefined),
  };

  const delivery = createDelivery({
    state,
    now,
    faults,
    retryDelayMs: options.retryDelayMs ?? officialDelayMs,
    onStart: (update) => news.tell('update', update),
    onAttempt(attempt) {
      deliveries.push(attempt);
      news.tell('delivery', attempt);
    },
    async reply(call, update_id) {
      const answer = await botApi.call({ ...call, via: 'webhook reply', update_id });
      return answer.kind === 'json' && !answer.body.ok ? answer.body.description : undefined;
    },
  });

  const webhookMethods = createWebhookMethods({
    changed: delivery.webhookChanged,
    queued: (timeoutMs) => waitFor(queued.promise, timeoutMs),
  });

  const botApi = createBotApi({
    world,
    faults,
    methods: {
      ...chatMethods,
      ...linkMethods,
      ...messageMethods,
      ...profileMethods,
      ...webhookMethods,
    },
    onStart: delivery.callStarted,
    onEnd(call) {
      calls.push(call);
      news.tell('call', call);
      delivery.callEnded(call, messageOf(state, call));
    },
  });

  const telegram: Omit<LocalTelegram, 'url' | 'close'> = {
    bot: state.bot,
    calls,
    deliveries,
    state: () => structuredClone(state),
    ...createBuilding(world),
    ...createHappenings({ world, delivery, enqueue }),
    read: (chat, { as } = {}) =>
      as === undefined
        ? readChat(state, findChat(state, chat))
        : readChatAs(state, findChat(state, chat), findPerson(state, as)),
    links(chat) {
      const record = findRecord(state, chat);
      return record.links.map((link) => linkAtTelegram(state, record, link));
    },
    chatOf: (link) => findRecordByLink(state, link).chat,
    keyboard: (person) => state.keyboards[findPerson(state, person).id]?.buttons ?? [],
    menu: (chat, person) => menuFor(state, findChat(state, chat), findPerson(state, person)),
    findChat: (chat) => findChat(state, chat),
    findPerson: (person) => findPerson(state, person),
    fail: faults.addCallFault,
    failDelivery: faults.addDeliveryFault,
    pendingFaults: faults.pending,
    clearFaults: faults.clear,
    news,
    async reset(next) {
      delete state.webhook;
      delete state.allowed_updates;
      Object.assign(state, createState(bot), next && { next });
      delivery.webhookChanged();
      await delivery.settled();
      delivery.reset();
      for (const list of [calls, deliveries]) list.length = 0;
      faults.clear();
    },
    settled: delivery.settled,
  };

  const verbs = { ...VERBS, ...options.verbs };
  const server = await startServer({ ...options, verbs, botApi, telegram });
  delivery.wake();
  return {
    ...telegram,
    url: server.url,
    async close() {
      delivery.close();
      await server.close();
    },
  };
}

const botOf = ({ token, username = 'invite_link_bot', firstName = 'Invite Link Bot' }: Options): Bot => ({
  id: readId(token) || 1,
  is_bot: true,
  first_name: firstName,
  username,
});

/** The message that a call sent or changed. */
function messageOf(state: State, { ok, method, params, result }: BotApiCall): Message | undefined {
  if (!ok || !/^(send|edit)/i.test(method)) return undefined;
  // Only messages have both fields among the results of these methods.
  if (isObject(result) && 'message_id' in result && 'chat' in result) return result as unknown as Message;
  const edited = readId(String(params.ephemeral_message_id ?? ''));
  return edited === 0
    ? undefined
    : structuredClone(ephemeralById(state, readId(String(params.chat_id)), edited));
}

async function waitFor(happening: Promise<void>, timeoutMs: number): Promise<void> {
  const timer = Promise.withResolvers<void>();
  const handle = setTimeout(timer.resolve, timeoutMs);
  await Promise.race([happening, timer.promise]);
  clearTimeout(handle);
}
