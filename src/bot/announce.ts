// Says what the jobs of a chat's object have to say: in the message that it belongs to, to the one who asked, or, if no one knows
// who that was, in the thread and without the link.

import type { Answer } from '../actions/answer.ts';
import { sayRevoked } from '../actions/change-words.ts';
import { sayLockdown } from '../actions/lockdown-words.ts';
import { sayDoorNews, sayLinkNews } from '../actions/news-words.ts';
import { sayRequest, sayRules, saySweep, sayWaiting } from '../actions/request-words.ts';
import type { News, Notice } from '../chat/notice.ts';
import type { Announce } from '../chat/outbox.ts';
import type { TelegramFailure } from '../failures.ts';
import { html, lines } from '../lib/html.ts';
import { ok, type Result } from '../lib/result.ts';
import type { ChatId, UserId } from '../lib/units.ts';
import { readChat, readStanding } from '../telegram/chats.ts';
import type { Telegram } from '../telegram/client.ts';
import { isPassing } from '../telegram/refusals.ts';
import { draw } from './draw.ts';
import { wordFailure } from './failure-words.ts';
import { nameChat, toContent } from './reply.ts';

export const createAnnounce = (timeZone: string): Announce =>
  async function announce(notice: Notice, telegram: Telegram): ReturnType<Announce> {
    const { place, news, otherwise } = notice;
    const say = (hidesLinks: boolean, about: string | undefined): Answer => {
      const answer = toAnswer(notice, hidesLinks, timeZone);
      return about === undefined ? answer : nameChat(answer, about);
    };
    if ('message' in place) {
      const drawn = await draw(place, say(false, place.about), telegram);
      // If the message is gone, the end is sent as a new one.
      if (drawn.ok || isPassing(drawn.failure) || !isEnd(news)) return drawn;
    }
    const { person } = place;
    const isLeft = isOfRequests(news) && otherwise !== undefined && otherwise !== person;
    const sayOtherwise = () =>
      announce({ ...notice, place: { ...place, chat: otherwise ?? 0, person: otherwise } }, telegram);
    if (isOfLink(news) && person !== undefined) {
      // Who lost the right must not see who asks to join, nor what happens to links.
      const access = await mayInvite(notice.chat, person, telegram);
      if (!access.ok)
        return access.failure.kind === 'chat_migrated'
          ? announce({ ...notice, chat: access.failure.to }, telegram)
          : access;
      if (!access.value && news.kind !== 'door') return isLeft ? sayOtherwise() : ok(undefined);
      // The others must know that an address leads nowhere.
      if (access.value === false) return announce({ ...notice, place: { chat: notice.chat } }, telegram);
    }
    const about = place.about ?? (place.chat === person ? await titleOf(notice.chat, telegram) : undefined);
    const send = (chat: number) =>
      telegram.call('sendMessage', {
        chat_id: chat,
        message_thread_id: place.topic,
        ...toContent(say(person === undefined, chat === notice.chat ? undefined : about)),
        // In private there is no one else.
        ephemeral_message_parameters:
          chat < 0 && person !== undefined ? { receiver_user_id: person } : undefined,
      });
    const sent = await send(place.chat);
    // Who never wrote to the bot is told in the group; a channel shows nothing to one person alone.
    if (!sent.ok && !isPassing(sent.failure) && place.chat === person && isOfLink(news)) {
      const shown = await send(notice.chat);
      return isLeft && !shown.ok && !isPassing(shown.failure) ? sayOtherwise() : shown;
    }
    return !sent.ok && sent.failure.kind === 'chat_migrated' ? send(sent.failure.to) : sent;
  };

/** In private one may have links of several chats. */
async function titleOf(chat: ChatId, telegram: Telegram): Promise<string | undefined> {
  const answer = await telegram.call('getChat', { chat_id: chat });
  return answer.ok ? readChat(answer.value)?.title : undefined;
}

const isEnd = (news: News): boolean =>
  news.kind === 'lockdown'
    ? news.progress.lockdown.isOver
    : news.kind !== 'sweep' || news.progress.sweep.isOver;

const isOfRequests = ({ kind }: News): boolean => kind === 'request' || kind === 'waiting';

/** `undefined` if Telegram does not say, for example since the bot is not in the chat any more. */
async function mayInvite(
  chat: ChatId,
  user: UserId,
  telegram: Telegram,
): Promise<Result<boolean | undefined, TelegramFailure>> {
  const member = await telegram.call('getChatMember', { chat_id: chat, user_id: user });
  if (member.ok) return ok(readStanding(member.value) === 'may_invite');
  return isPassing(member.failure) || member.failure.kind === 'chat_migrated' ? member : ok(undefined);
}

const isOfLink = (news: News): boolean =>
  isOfRequests(news) || ['found', 'full', 'expires', 'busy', 'door'].includes(news.kind);

function toAnswer({ chat, news }: Notice, hidesLinks: boolean, timeZone: string): Answer {
  const word = (failure: Parameters<typeof wordFailure>[0]) => wordFailure(failure, timeZone);
  switch (news.kind) {
    case 'lockdown':
      return sayLockdown(news.progress, { chat, hidesLinks, word });
    case 'sweep':
      return saySweep(news.progress, chat, word);
    case 'request':
      return sayRequest(news.request, chat, timeZone);
    case 'rules':
      return sayRules(news, chat);
    case 'waiting':
      return sayWaiting(news.count, chat);
    case 'found':
    case 'full':
    case 'expires':
    case 'busy':
      return sayLinkNews(news, chat, timeZone, hidesLinks);
    case 'door':
      return sayDoorNews(news, chat, word);
    case 'interrupted':
      return {
        text: hidesLinks
          ? html`I stopped in the middle of a command of an anonymous admin. Send /links to see what was done; if something is missing, send the command again.`
          : lines(html`I stopped in the middle of your command.`, wordFailure(news.failure, timeZone)),
      };
    case 'closed':
      return {
        text: hidesLinks
          ? html`Telegram has answered: the link of the last revoke command is closed.`
          : lines(html`Telegram has answered.`, sayRevoked(news.done, timeZone)),
      };
  }
}
