// The one place with the words for what goes wrong: what it is, then what to do.

import type { Failure, LinkChoice, LinkDoubt, TelegramFailure } from '../failures.ts';
import { code, cut, type Html, html, quote, withCode } from '../lib/html.ts';
import type { Seconds } from '../lib/units.ts';
import { dateTime } from '../links/describe-settings.ts';
import { NAME_CHARACTERS } from '../links/link-settings.ts';
import { OPTIONS } from '../links/options.ts';
import { wordDoorTrouble } from './door-trouble-words.ts';

/** Far below what a message takes, whatever Telegram says. */
const DESCRIPTION_CHARACTERS = 200;

/** The failure in a sentence or two. `timeZone` is for apps that do not know the reader's. */
export function wordFailure(failure: Failure, timeZone: string): Html {
  switch (failure.kind) {
    case 'bad_option':
      return html`I can’t use ${quote(failure.got)}. ${withCode(failure.expects)}.${nameInQuotes('If it is a name, write', failure.accepts)}`;
    case 'unknown_option':
      return html`I don’t know ${quote(failure.got)}. ${
        failure.meant === undefined
          ? html`You can use: ${examples(failure.accepts)}.`
          : html`Did you mean ${code(failure.meant)}?`
      }${failure.meant === undefined ? nameInQuotes('If it is a name, write', failure.accepts) : html``}`;
    case 'unclear_option':
      return askWhatIsMeant(failure.got, failure.choices, failure.accepts);
    case 'option_twice':
      return html`${quote(failure.already)} and ${quote(failure.got)} both set the ${failure.option === 'expires' ? 'expiry' : failure.option}. Send one of them.`;
    case 'option_not_here':
      return optionNotHere(failure.got, failure.option, failure.accepts);
    case 'options_clash':
      return html`Telegram allows no link with both ${quote(failure.got)} and ${quote(failure.other)}. Send one of them.`;
    case 'price_with_others':
      return html`A link with a price takes only a name. Send ${quote(failure.got)} without ${quote(failure.other)}.`;
    case 'quote_not_closed':
      return html`The quotation mark in ${quote(failure.got)} is not closed. Close it, and put a space after it: ${code('name="VIP guests"')}.`;
    case 'name_too_long':
      return html`The name ${quote(failure.got)} has ${failure.characters} characters. Send one of at most ${NAME_CHARACTERS}.`;
    case 'too_many_words':
      return html`That is too long. Send at most ${failure.characters} characters after the command.`;
    case 'words_beside_link':
      return html`I found the link, but not what ${quote(failure.got)} means. Send the command with the link only: ${code(failure.link)}`;
    case 'which_link':
      return wordDoubt(failure.doubt, failure.got, failure.choices ?? []);
    case 'which_chat':
      return html`Which chat? Choose it with /chats, or name it: ${code(`/${failure.command} chat=@name`)} or ${code(`/${failure.command} chat=-1001234567890`)}.`;
    case 'which_person':
      return html`Which person? Reply with the command to one of their messages, or write the id that /joins shows: ${code(`/${failure.command} 123456789`)}. I can’t find a person by a typed @name.`;
    case 'nothing_to_change':
      return html`Say what to change: ${code('/edit expires=2d limit=10')} or ${code('/edit VIP guests')}.`;
    case 'no_expiry_to_extend':
      return html`“+” extends an expiry, and this link has none. Send one without “+”: ${code('expires=3d')}.`;
    case 'expiry_too_late':
      return html`Telegram takes no expiry after 2038-01-19. Send an earlier one, or ${code('expires=none')}.`;
    case 'channels_only':
      return html`Only a channel can have links with a price. Send the command without one.`;
    case 'link_unknown':
      return html`I have no record of ${failure.link ?? 'that link'} here. If someone else made it, only they can change or close it.`;
    case 'link_before_move':
      return html`${failure.link} was made before this group became a supergroup; Telegram no longer accepts it. /create makes a new one.`;
    case 'link_revoked':
      return html`${failure.link} is revoked already, and can’t be opened again. /create makes a new one.`;
    case 'link_expired':
      return html`${failure.link} expired ${dateTime(failure.at, timeZone)}. Send a new expiry together with the change: ${code('expires=2d')}.`;
    case 'subscription_fixed':
      return html`${failure.link} is a link with a price: only its name can be changed.`;
    case 'door':
      return wordDoorTrouble(failure.trouble, failure.got);
    case 'stale_command':
      return html`Your command reached me only ${minutes(failure.age)} after you sent it, so I did not run it now. If you have no answer from me yet, send it again.`;
    case 'hidden_anonymous':
      return html`I can’t see who sent this hidden command. Send it as an ordinary message, or as yourself.`;
    case 'edited_command':
      return html`I don’t run edited commands. Send it again.`;
    case 'old_button':
      return html`This button is from an older version of me. Send /links and open the link there.`;
    case 'unknown_button':
      return html`I don’t know this button any more. Send the command again.`;
    case 'request_unknown':
      return html`I have no record of that request any more. /requests shows the open ones.`;
    case 'request_taken':
      return html`This request is being decided right now, by another admin or by a rule.`;
    case 'not_your_request':
      return html`Only the person who asked to join can agree, and only while the request is open and its link asks for the rules.`;
    case 'caller_not_allowed':
      return html`Only the owner, and administrators with the right to invite users, can ask me for this.`;
    case 'caller_lacks_right':
      return html`You are an administrator, but without the right to invite users (“Invite Users via Link”). Ask the owner for it.`;
    case 'not_shown_to_be_admin':
      return html`I can’t see that you may invite users in ${wordChat(failure.chat)}. Check its name or id. You and I both have to be administrators there, with the right to invite users.`;
    case 'bad_setting':
      return html`My settings are wrong, so nothing was done: ${failure.setting} has to be ${failure.expects}. My operator has to fix this.`;
    case 'chat_not_served':
      return html`I don’t work in this chat. My operator can allow it: add ${failure.chat} to CHATS.`;
    case 'bot_not_allowed':
      return html`Telegram does not let me. Make me an administrator here with the right to invite users (“Invite Users via Link”). I can change only links that I made.`;
    case 'bot_removed':
      return html`I am no longer in that chat. Add me again, as an administrator who may invite users; I still know its links.`;
    case 'chat_not_found':
      return html`Telegram knows no such chat. Check its name or id, and that I am in it.`;
    case 'chat_migrated':
      return html`This group has become a supergroup, with a new id. Use chat=${failure.to}.`;
    case 'link_gone':
      return html`Telegram refused this link. It may be closed already, or someone else made it.`;
    case 'primary_not_editable':
      return html`A primary link has no name, expiry or limit. Make a link that has them with /create.`;
    case 'request_gone':
      return html`There is no such request any more: it was withdrawn, or decided by someone else.`;
    case 'already_member':
      return html`That person is in already.`;
    case 'too_many_chats':
      return html`That person is in too many chats, so Telegram lets them into no other. The request stays open: they have to leave one first.`;
    case 'token_rejected':
      return html`Telegram does not accept my token. My operator has to set TELEGRAM_BOT_TOKEN to the one that BotFather shows.`;
    case 'telegram_refused':
      return html`Telegram refused: ${cut(failure.description, DESCRIPTION_CHARACTERS)}`;
    case 'flood_control':
      return html`Telegram asks me to wait ${seconds(failure.retryAfter)}; nothing was done. Try again after that.`;
    case 'no_answer':
      return html`Telegram did not answer; nothing was done. Try again in a minute.`;
    case 'telegram_down':
      return html`Telegram has trouble (error ${failure.status}); nothing was done. Try again in a minute.`;
    case 'out_of_time':
      return html`Telegram is too slow right now; nothing was done. Try again in a minute.`;
    case 'rights_unchecked':
      return html`I could not check your rights: ${REASONS[failure.why.kind] ?? 'Telegram did not answer'}. If you see nothing more from me in a minute, send the command again.`;
    case 'records_unavailable':
      return html`I can’t reach my records of this chat right now. If you see nothing more from me in a minute, send the command again.`;
    case 'records_full':
      return html`My records take nothing more today (my operator’s plan is used up until midnight UTC), so nothing was done. /revoke still works.`;
    case 'loading':
      return html`I am still reading which links I made here. Try again in a minute; /create and /revoke with a link work already.`;
    case 'lockdown_running':
      return html`A lockdown is closing every link of mine here, so I make none. Send the command again when it has ended.`;
    case 'busy':
      return html`Other admins are changing links here right now, so nothing was done. Try again.`;
    case 'unrecorded':
      return wordUnrecorded(failure.act, failure.link);
    case 'perhaps_created':
      return html`I can’t tell whether the link was made: Telegram gave no answer. Ask the owner to look under Invite Links. If an extra link is there, send /revoke and that link; if not, send /create again.`;
    case 'perhaps_exported':
      return html`Telegram did not say whether it replaced my primary link, so the old one may be dead. Send /export again to get one that works.`;
    case 'perhaps_changed':
      return html`Telegram did not say whether ${failure.link} was changed. Send the command again: doing it twice does no harm.`;
    case 'perhaps_closed':
      return html`Telegram did not say whether ${failure.link} was closed. Try again: doing it twice does no harm.`;
    case 'perhaps_decided':
      return html`Telegram did not say whether that was done. Press again: doing it twice does no harm.`;
    case 'unrecorded_decision':
      return html`Done, but I could not record it, so /requests may still show the request.`;
    case 'bug':
      return html`Something went wrong on my side; my log says where. Check with /links what was done before you try again.`;
  }
}

/** Why Telegram could not be asked. */
const REASONS: Readonly<Partial<Record<TelegramFailure['kind'], string>>> = {
  flood_control: 'Telegram asks me to wait',
  telegram_down: 'Telegram has trouble',
  out_of_time: 'Telegram is too slow',
};

function wordUnrecorded(act: 'created' | 'exported' | 'changed' | 'closed', link: string): Html {
  switch (act) {
    case 'created':
      return html`Created ${link}, but I could not save it, so /links may not show it. Copy it now.`;
    case 'exported':
      return html`New primary link: ${link}\nI could not save it, so /links may not show it. Copy it now.`;
    case 'changed':
      return html`Changed ${link}, but I could not save the change. In your next /edit of this link, write all its settings: name, expiry, limit, approval.`;
    case 'closed':
      return html`${link} link revoked\nI could not record that, so my lists may still show it.`;
  }
}

function wordDoubt(doubt: LinkDoubt, got = '', choices: readonly LinkChoice[]): Html {
  const ask = (why: Html): Html =>
    html`Which link? ${why} Paste the link after the command, or reply with the command to a message that shows only that link.`;
  switch (doubt) {
    case 'none_made':
      return ask(html`I have made none here with /create yet.`);
    case 'unknown_last':
      return html`I did nothing: the last link here was missing from my records. If you mean it, press its button.`;
    case 'made_by_another':
      return html`Another admin made the last link, so I did nothing. Open it by its button.`;
    case 'none_named':
      return choices.length === 0
        ? ask(
            html`No active link here is called ${quote(got)}.${/^(?:all|everything)$/i.test(got) ? html` To close every link, send /lockdown.` : html``}`,
          )
        : html`No active link here is called ${quote(got)}, so I did nothing. Is it one of these?`;
    case 'several_named':
      return html`Several links are called ${quote(got)}, so I did nothing. Choose one.`;
    case 'name_taken':
      return html`A link is called ${quote(got)} already, so I did nothing. If you meant that link, use its button. To give the last link the same name, send ${code(`/edit name="${got}"`)}`;
    case 'name_begins':
      return html`${quote(got)} begins with the name of another link, so I did nothing. If you meant that link, use its button. To give the last link this name, send ${code(`/edit name="${got}"`)}`;
    case 'no_link_typed':
      return ask(html`${quote(got)} is no invite link.`);
    case 'several_links_typed':
      return ask(html`You sent more than one.`);
    case 'reply_without_one_link':
      return ask(html`The message that you replied to does not show exactly one link.`);
    case 'newer_link_made':
      return ask(html`A newer link was made after you sent this.`);
  }
}

/** A chat as it was named. Apps would turn @name into a link to a stranger. */
const wordChat = (named: string): Html => (/^[@-]/.test(named) ? code(named) : html`${named}`);

/** How a word becomes part of a name, for commands that take one. */
const nameInQuotes = (words: string, accepts: readonly string[] = []): Html =>
  accepts.includes('name') ? html` ${words} ${code('name="…"')}.` : html``;

function askWhatIsMeant(got: string, choices: readonly string[], accepts: readonly string[]): Html {
  const send = choices.length === 0 ? html`` : html` Send ${anyOf(choices)} instead.`;
  const mayBeName = !got.includes('=') && !choices.some((choice) => choice.includes('name='));
  return html`What does ${quote(got)} mean?${send}${mayBeName ? nameInQuotes('A name goes in quotes:', accepts) : html``}`;
}

function optionNotHere(got: string, option: string, accepts: readonly string[]): Html {
  if (option === 'link') {
    return html`I can’t use ${quote(got)}: this command takes no link. To change a link, use /edit; to close it, /revoke.`;
  }
  if (option === 'price') return html`I can’t use ${quote(got)}: the price of a link cannot be changed.`;
  return html`I can’t use ${quote(got)}. Here you can use only: ${examples(accepts)}.`;
}

const examples = (accepts: readonly string[]): Html =>
  inline(
    Object.entries(OPTIONS)
      .filter(([option]) => accepts.includes(option))
      .map(([option, { example }]) => (option === 'link' ? html`a link` : code(example))),
    ', ',
  );

const anyOf = (choices: readonly string[]): Html => inline(choices.map(code), ' or ');

const inline = (pieces: readonly Html[], between: string): Html => ({
  markup: pieces.map(({ markup }) => markup).join(between),
});

const seconds = (count: Seconds): string => (count === 1 ? '1 second' : `${count} seconds`);

const minutes = (age: Seconds): string => `${Math.round(age / 60)} minutes`;
