// Says what the jobs of a chat's object have to say: in the message that it belongs to, to the one who asked, or, if no one knows
// who that was, in the thread and without the link.

import type { Answer } from '../actions/answer.ts';
import { sayRevoked } from '../actions/change-words.ts';
import { sayLinkNews } from '../actions/link-news.ts';
import { sayLockdown } from '../actions/lockdown-words.ts';
import type { Notice } from '../chat/notice.ts';
import type { Announce } from '../chat/outbox.ts';
import { html, lines } from '../lib/html.ts';
import { isPassing } from '../telegram/refusals.ts';
import { draw } from './draw.ts';
import { wordFailure } from './failure-words.ts';
import { nameChat, toContent } from './reply.ts';

export const createAnnounce =
  (timeZone: string): Announce =>
  async (notice, telegram) => {
    const { place, news } = notice;
    const say = (hidesLinks: boolean): Answer => {
      const answer = toAnswer(notice, hidesLinks, timeZone);
      return place.about === undefined ? answer : nameChat(answer, place.about);
    };
    if ('message' in place) {
      const drawn = await draw(place, say(false), telegram);
      const isLast = news.kind !== 'lockdown' || news.progress.lockdown.isOver;
      // If the message is gone, the end is sent as a new one.
      if (drawn.ok || isPassing(drawn.failure) || !isLast) return drawn;
    }
    const { person } = place;
    const answer = say(person === undefined);
    const send = (chat: number) =>
      telegram.call('sendMessage', {
        chat_id: chat,
        message_thread_id: place.topic,
        ...toContent(answer),
        // In private there is no one else.
        ephemeral_message_parameters:
          chat < 0 && person !== undefined ? { receiver_user_id: person } : undefined,
      });
    const sent = await send(place.chat);
    // Who never wrote to the bot is told in the group.
    if (!sent.ok && !isPassing(sent.failure) && place.chat === person && isOfLink(news))
      return send(notice.chat);
    return !sent.ok && sent.failure.kind === 'chat_migrated' ? send(sent.failure.to) : sent;
  };

const isOfLink = ({ kind }: Notice['news']): boolean => ['full', 'expires', 'busy'].includes(kind);

function toAnswer({ chat, news }: Notice, hidesLinks: boolean, timeZone: string): Answer {
  switch (news.kind) {
    case 'lockdown': {
      const word = (failure: Parameters<typeof wordFailure>[0]) => wordFailure(failure, timeZone);
      return sayLockdown(news.progress, { chat, hidesLinks, word });
    }
    case 'found':
    case 'full':
    case 'expires':
    case 'busy':
      return sayLinkNews(news, chat, timeZone);
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
