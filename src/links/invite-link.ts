// An invite link is known by its token, the part after `t.me/+`; people write the rest in many ways.

/** A link as `https://t.me/+…`, and its token. */
export interface InviteLink {
  readonly url: string;
  readonly token: string;
}

const HOST = String.raw`(?:www\.)?(?:t\.me|telegram\.(?:me|dog))`;
const SPELLING = String.raw`(?:(?:https?:\/\/)?${HOST}\/(?:\+|%2[Bb]|joinchat\/)|tg:(?:\/\/)?join\/?\?invite=)([\w-]{10,64})`;
// Punctuation around a link belongs to the sentence that it was copied from.
const WHOLE = new RegExp(`^[<(\\[]*${SPELLING}\\/?(?:[?&#].*?)?[>)\\].,;:!]*$`, 'i');
const ANYWHERE = new RegExp(`(?<![\\w@.-])${SPELLING}`, 'gi');

// t.me/+491701234567 leads to the person with that phone number. https://core.telegram.org/api/links#phone-number-links
const isPhoneNumber = (token: string): boolean => /^\d+$/.test(token);

const toLink = (token: string | undefined): InviteLink | undefined =>
  token === undefined || isPhoneNumber(token) ? undefined : { url: `https://t.me/+${token}`, token };

/** Reads a word that is an invite link in any spelling: `t.me/+…`, `telegram.me/joinchat/…`, `tg://join?invite=…`. */
export const parseInviteLink = (word: string): InviteLink | undefined => toLink(WHOLE.exec(word)?.[1]);

/** The token of a link as Telegram gave it; the whole text if its form is unknown. */
export const tokenOf = (url: string): string => parseInviteLink(url)?.token ?? url;

/** The different invite links in the given texts, in their order. */
export function findInviteLinks(texts: readonly string[]): readonly InviteLink[] {
  const found = texts
    .flatMap((text) => [...text.matchAll(ANYWHERE)])
    .map((match) => toLink(match[1]))
    .filter((link) => link !== undefined);
  return [...new Map(found.map((link) => [link.token, link])).values()];
}
