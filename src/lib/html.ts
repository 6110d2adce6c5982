// Text for Telegram's HTML parse mode. Whatever is put into a template is escaped, so that no name that a person
// chose can break a message or dress up as the bot's own words. https://core.telegram.org/bots/api#html-style

/** Markup that is safe to send. */
export interface Html {
  readonly markup: string;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// Half of a surrogate pair would make Telegram refuse the whole message: "strings must be encoded in UTF-8".
const escaped = (text: string): string =>
  text.toWellFormed().replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');

/** A template tag: the literal parts stay as they are, values are escaped unless they are `Html` already. */
export function html(literals: TemplateStringsArray, ...values: readonly (string | number | Html)[]): Html {
  const markup = literals.reduce((text, literal, index) => {
    const value = values[index - 1] ?? '';
    return text + (typeof value === 'object' ? value.markup : escaped(String(value))) + literal;
  });
  return { markup };
}

/** Something to send, shown as code: a tap copies it, and no app makes a link of a name in it. */
export const code = (text: string): Html => html`<code>${text}</code>`;

/** Our own words, in which `…` marks code. */
export const withCode = (words: string): Html => ({
  markup: words
    .split('`')
    .map((part, index) => (index % 2 === 0 ? escaped(part) : code(part).markup))
    .join(''),
});

/** What a reader sees of it. */
export const plainText = ({ markup }: Html): string =>
  markup.replace(/<[^>]+>/g, '').replace(/&(?:amp|lt|gt|quot);/g, (entity) => CHARACTERS[entity] ?? entity);

const CHARACTERS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ENTITIES).map(([character, entity]) => [entity, character]),
);

/** The given pieces, each on a line of its own; the missing ones left out. */
export const lines = (...pieces: readonly (Html | undefined | false)[]): Html => ({
  markup: pieces
    .filter((piece) => typeof piece === 'object')
    .map((piece) => piece.markup)
    .join('\n'),
});

/** The text itself where it is short, else its first characters and an ellipsis. Counts code points. */
export function cut(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const points = [...text];
  return points.length <= characters ? text : `${points.slice(0, characters - 1).join('')}…`;
}

const QUOTED_CHARACTERS = 40;

/** Somebody's words in quotation marks, cut so that no answer grows with what was typed. */
export const quote = (text: string): Html => html`“${cut(text, QUOTED_CHARACTERS)}”`;
