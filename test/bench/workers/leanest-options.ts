// The options of the leanest Worker: those that are written with `=`, as the bot reads them, as far as UTC and one chat
// go. What cannot be read is refused in a sentence that quotes it.

export interface Options {
  readonly name?: string;
  /** Unix seconds; `later` counts from the link's own expiry. */
  readonly expires?: { readonly at?: number; readonly later?: number; readonly date?: string };
  /** 0 for none. */
  readonly limit?: number;
  readonly approval?: boolean;
  readonly link?: string;
}

/** A text is why they are refused. */
export function parseOptions(typed: string, now: number): Options | string {
  const options: { -readonly [Key in keyof Options]: Options[Key] } = {};
  const plain: string[] = [];
  for (const [raw, key, quoted, bare = ''] of typed.normalize('NFKC').trim().matchAll(WORD)) {
    const name = key?.toLowerCase();
    const value = quoted ?? bare;
    const token = LINK.exec(raw)?.[1];
    if (token) options.link = `https://t.me/+${token}`;
    else if (name === 'name') options.name = value;
    else if (name === 'limit') {
      if (!/^(none|[1-9]\d{0,4})$/i.test(value))
        return `“${raw}”: limit is a whole number from 1 to 99999, or none.`;
      options.limit = Number.parseInt(value, 10) || 0;
    } else if (name === 'approval' || /^approval$/i.test(raw)) {
      if (name && !/^(on|off)$/i.test(value)) return `“${raw}”: write approval, or approval=off.`;
      options.approval = !/^off$/i.test(value);
    } else if (name === 'expires') {
      const expires = parseExpiry(value, now);
      if (!expires) return `“${raw}”: expires is a time such as 2d, a date to come, or none.`;
      options.expires = expires;
    } else if (name !== undefined) return `“${raw}”: no such option.`;
    else plain.push(value);
  }
  if (plain.length > 0) options.name = plain.join(' ');
  if ([...(options.name ?? '')].length > 32) return 'A name has at most 32 characters.';
  return options.limit && options.approval ? 'limit and approval do not go together.' : options;
}

const WORD = /(?:([^\s="“”]+)=)?(?:["“”]([^"“”]*)["“”](?=\s|$)|(\S+))/g;
const LINK =
  /^(?:(?:https?:\/\/)?(?:t\.me|telegram\.(?:me|dog))\/(?:\+|joinchat\/)|tg:(?:\/\/)?join\?invite=)([\w-]{10,64})$/i;

const UNIT_SECONDS = [604_800, 86_400, 3_600, 60];
const EXPIRY_MAX = 2 ** 31 - 1;

function parseExpiry(value: string, now: number): Options['expires'] {
  if (/^none$/i.test(value)) return {};
  const [, plus, ...units] = /^(\+?)(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$/i.exec(value) ?? [];
  const seconds = UNIT_SECONDS.reduce((sum, unit, index) => sum + unit * Number(units[index] ?? 0), 0);
  if (plus && seconds > 0) return { later: seconds };
  const date = /^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/i.exec(value);
  const at = date
    ? Date.parse(`${value.toUpperCase()}${date[1] ? 'Z' : 'T23:59:59Z'}`) / 1000
    : now + seconds;
  if (!(at > now && at <= EXPIRY_MAX)) return undefined;
  return date ? { at, date: value.toUpperCase() } : { at };
}
