import type { Answer } from '../actions/answer.ts';
import { changeDoor, closeDoor, listDoors, MADE, makeDoor, renewDoor } from '../actions/door.ts';
import { showDoor, showDoors } from '../actions/door-card.ts';
import type { KnownDoor } from '../chat/doors/door-protocol.ts';
import { isMeant } from '../chat/doors/door-state.ts';
import type { Failure } from '../failures.ts';
import type { Html } from '../lib/html.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { settingsOfNewLink } from '../links/choose-settings.ts';
import { type DoorReference, randomSlug, slugIn } from '../links/door.ts';
import { type TypedOptions, wordsAsName } from '../links/option-values.ts';
import { type CommandContext, defineCommand } from './command.ts';
import { hintOf } from './make-link.ts';

type Verb = 'new' | 'off' | 'pause' | 'resume' | 'renew' | 'keep' | 'list' | 'show' | 'ask';

/** What is to be done with which door; without a verb it is shown, or made. */
interface Asked {
  readonly verb?: Verb | undefined;
  readonly name?: string | undefined;
}

/** A permanent address that leads to whichever link is behind it. */
export const door = defineCommand({
  names: ['door'],
  summary:
    'An address that outlives its links: make or show one, put a new link behind it, pause or close it',
  usage: '[name] [new, pause, resume, renew, renew off, or off]',
  access: 'admins',
  accepts: ['name', 'chat'],

  async run(typed, context) {
    const asked = readAsked(typed);
    if (!asked.ok) return asked;
    const { verb, name } = asked.value;
    // A door may be called “Day off”.
    const whole =
      verb !== undefined && name !== undefined ? await findNamed(typed.words, context) : undefined;
    if (whole) return ok(showDoor(whole, context));
    const meant: DoorReference = name === undefined ? { kind: 'only' } : { kind: 'name', name };
    switch (verb) {
      case undefined:
        return showOrMake(name, hintOf(typed, context), context);
      case 'new':
        return renewDoor(meant, context);
      case 'off':
        return closeDoor(meant, context);
      case 'ask':
      case 'show':
        return showKnown(meant, verb === 'ask', context);
      case 'list': {
        const all = await listDoors(context);
        if (!all.ok) return all;
        return all.value[0] ? ok(showDoors(all.value, context)) : fail({ kind: 'door', trouble: 'none' });
      }
      default:
        return changeDoor(meant, verb, context);
    }
  },
});

const VERB =
  '(new|off|close|delete|remove|revoke|show|pause|stop|disable|resume|unpause|renew off|renew on|renew)';
/** What could be no one's door. */
const LIST = /^(?:list|show|all|help)$/i;
const FIRST = new RegExp(`^${VERB}(?:[,:]? (.+))?$`, 'i');
const LAST = new RegExp(`^(.+?)[,:]? ${VERB}$`, 'i');
const VERBS: Readonly<Record<string, Verb>> = {
  'renew on': 'renew',
  'renew off': 'keep',
  close: 'ask',
  delete: 'ask',
  remove: 'ask',
  revoke: 'ask',
  stop: 'pause',
  disable: 'pause',
  unpause: 'resume',
};

/** `new Poster` and `Poster new`; a quoted text is the name, whatever it says. */
function readAsked(typed: TypedOptions): Result<Asked, Failure> {
  const { words, name: quoted } = typed;
  const said = (words ?? '').replace(/[\s.,;!?]+$/, '');
  if (LIST.test(said) && quoted === undefined) return ok({ verb: 'list' });
  const [, first, rest] = FIRST.exec(said) ?? [];
  const [, before, last] = first === undefined ? (LAST.exec(said) ?? []) : [];
  const written = (first ?? last)?.toLowerCase();
  const left = written === undefined ? words : (rest ?? before);
  const verb = written === undefined ? undefined : (VERBS[written] ?? (written as Verb));
  if (slugIn(left)) return ok({ verb, name: left });
  const named = wordsAsName({
    ...(left !== undefined && { words: left }),
    ...(quoted !== undefined && { name: quoted }),
  });
  if (!named.ok) return named;
  return ok({ verb, name: named.value.name });
}

async function findNamed(words: string | undefined, context: CommandContext): Promise<KnownDoor | undefined> {
  if (words === undefined || slugIn(words)) return undefined;
  const all = await listDoors(context);
  return all.ok ? all.value.find(({ door }) => isMeant(door, words)) : undefined;
}

/** Makes none. Closing is asked about first: a door may be called “Close friends”. */
async function showKnown(
  door: DoorReference,
  asks: boolean,
  context: CommandContext,
): Promise<Result<Answer, Failure>> {
  const found = await context.records.find({ kind: 'door', door });
  if (!found.ok) return found;
  const all = await listDoors(context);
  if (!all.ok) return all;
  const known = all.value.find(({ link }) => link.id === found.value.id);
  return known ? ok(showDoor(known, context, { asks })) : fail({ kind: 'door', trouble: 'closed' });
}

async function showOrMake(
  name: string | undefined,
  note: Html | undefined,
  context: CommandContext,
): Promise<Result<Answer, Failure>> {
  const all = await listDoors(context);
  if (!all.ok) return all;
  const doors = all.value;
  // Delivered again, it gets the same answer again.
  const { update_id: update } = context.ask.act;
  const mine = doors.find(({ link }) => link.record.made?.update_id === update);
  if (mine) return ok(showDoor(mine, context, { headline: MADE }));
  const found = doors.filter((one) => name === undefined || isMeant(one.door, name));
  const [one, ...others] = found;
  if (!one && slugIn(name)) return fail({ kind: 'door', trouble: 'closed' });
  if (one) return ok(others.length === 0 ? showDoor(one, context) : showDoors(found, context));
  const defaults = context.createDefaults();
  if (!defaults.ok) return defaults;
  // A limit of /create is for links that are handed out one by one; only channels have links with a price.
  const { limit: _, price: __, ...under } = defaults.value;
  const settings = settingsOfNewLink(name ? { name } : {}, under, context.now);
  if (!settings.ok) return settings;
  const { chat, origin } = context;
  const made = { id: randomSlug(), slug: randomSlug(), name: name || undefined, title: chat.title, origin };
  // A confirmed command counts from the press.
  const asked = context.ask.act.message === undefined ? context.asked.date : context.now;
  return makeDoor(made, settings.value, { note, asked }, context);
}
