// The doors of a chat. A door is held by the record of the link that it leads to, and moves to another record with a new link: so
// it is published, moved and loaded with its link. Everything here is called in the commit of what has happened to the link.

import type { Failure, LinkTrouble } from '../../failures.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { Milliseconds, UnixSeconds } from '../../lib/units.ts';
import { addressOf, type Door, type DoorReference } from '../../links/door.ts';
import type { LinkAct, LinkRecord } from '../../links/link-record.ts';
import type { ObjectParts } from '../chat-parts.ts';
import { askKv } from '../kv.ts';
import { fold, knownOf, type StoredLink } from '../link-table.ts';
import type { LinkId } from '../protocol.ts';
import { publishedDoor } from '../published.ts';
import type { DoorAim, DoorChange, DoorEvent, DoorSight, KnownDoor } from './door-protocol.ts';
import { doorAfterAct, doorWithNewLink, isMeant, opened, pausedFor, troubleOf } from './door-state.ts';

/** A page of them shows all. */
export const DOORS_MAX = 20;

const closeKey = ({ name = '' }: Pick<Door, 'name'>): string => `close:${fold(name)}`;

/** A link with the door that leads to it. */
interface Behind extends StoredLink {
  readonly record: LinkRecord & { readonly door: Door };
}

export function createDoors(parts: ObjectParts) {
  const { chatId, db, chat, links, jobs, outbox, publishing, closeLater, kv, now } = parts;
  const isBehind = (link: StoredLink | undefined): link is Behind => link?.record.door !== undefined;
  const all = (): readonly Behind[] => links.behindDoors().filter(isBehind);
  const byId = (id: string): Behind | undefined => [links.byDoor(id)].find(isBehind);
  const named = (name: string | undefined): readonly Behind[] =>
    all().filter(({ record: { door } }) => isMeant(door, name));

  const isLockedDown = (): boolean => chat.lockdown()?.isOver === false;

  const knownDoor = (link: Behind): KnownDoor => ({
    door: link.record.door,
    link: knownOf(link),
    people: links.peopleBy(link.record.door.id),
  });

  function tell(door: Door, event: DoorEvent, failure?: Failure): void {
    const person = door.by?.id;
    const place = { chat: person ?? chatId, person };
    outbox.put({ key: `door:${door.id}`, place, chat: chatId, news: { kind: 'door', event, door, failure } });
  }

  /** Looks at the door when its link expires. */
  const watch = ({ expire_date: expiry, door }: LinkRecord): void => {
    if (expiry !== undefined && door?.state === 'open') jobs.ask('doors', expiry * 1000);
  };

  function set(link: StoredLink, door: Door | undefined): void {
    links.setDoor(link, door, now());
    publishing.ask(false);
    watch({ ...link.record, door });
  }

  /** If it is open still: the link may have been read before something was waited for. */
  function pause(id: LinkId, why: LinkTrouble, failure?: Failure): void {
    const link = links.byId(id);
    if (!isBehind(link) || link.record.door.state !== 'open') return;
    set(link, pausedFor(link.record.door, why, now()));
    tell(link.record.door, why, failure);
  }

  function resolve(reference: DoorReference): Result<Behind, Failure> {
    if (reference.kind === 'id') {
      const found = byId(reference.id);
      return found ? ok(found) : fail({ kind: 'door', trouble: 'closed' });
    }
    const open = all();
    const found = reference.kind === 'only' ? open : named(reference.name);
    const [one, ...others] = found;
    if (one && others.length === 0) return ok(one);
    if (open.length === 0) return fail({ kind: 'door', trouble: 'none' });
    const got = reference.kind === 'name' ? reference.name : undefined;
    const trouble = one ? 'several' : 'none_named';
    const choices = (one ? found : open).map(({ record: { door } }) => ({
      id: door.id,
      title: door.name ?? addressOf(door),
    }));
    return fail({ kind: 'door', trouble, got, choices });
  }

  return {
    all,
    named,
    resolve,
    pause,

    /** A link that was made for a door which leads elsewhere by now. */
    drop: (id: LinkId, record: LinkRecord): void =>
      record.made && closeLater(`door:${id}`, { id, record }, { ...record.made, auto: true }),

    /** The record of a link after an act on it, with its door as that leaves it. */
    afterAct(id: LinkId, record: LinkRecord): LinkRecord {
      const { door } = record;
      if (!door || door.state === 'closed') return record;
      const before = links.byId(id);
      const trouble = troubleOf(record, before?.people, now());
      const hasOtherBounds =
        before?.record.expire_date !== record.expire_date ||
        before?.record.member_limit !== record.member_limit;
      const after = doorAfterAct(door, { trouble, hasOtherBounds }, now());
      if (trouble && door.state === 'open') tell(door, trouble);
      watch({ ...record, door: after });
      return { ...record, door: after };
    },

    /** The record of a new link that was made for a door. If the door leads elsewhere by now, or is closed, it does so on. */
    take(record: LinkRecord, aim: DoorAim | undefined, begunAt: Milliseconds, made: LinkAct): LinkRecord {
      if (!aim) return record;
      const { door, from } = aim;
      const before = from === undefined ? undefined : byId(door.id);
      const isTaken = from === undefined ? named(door.name).length > 0 : before?.id !== from;
      if (isTaken) return record;
      if (before) {
        links.setDoor(before, undefined, now());
        closeLater(`door:${before.id}`, before, { ...made, auto: true });
      }
      const held = before?.record.door;
      const next = held
        ? { ...doorWithNewLink(held, begunAt, now()), title: door.title, origin: door.origin }
        : isLockedDown()
          ? pausedFor(door, 'lockdown', now())
          : door;
      const taken = { ...record, door: { ...next, since: now() } };
      if (made.auto) tell(taken.door, 'renewed');
      watch(taken);
      return taken;
    },

    /** An update that comes again must not open what an admin has paused since. */
    change(reference: DoorReference, change: DoorChange, key: string): Result<KnownDoor, Failure> {
      const found = resolve(reference);
      if (!found.ok) return found;
      const link = found.value;
      const { record } = link;
      const { door } = record;
      if (db.value('SELECT 1 FROM door_change WHERE key = ?', key)) return ok(knownDoor(link));
      if (change === 'pause') set(link, door.why === 'revoked' ? door : pausedFor(door, 'asked', now()));
      if (change === 'renew' || change === 'keep')
        set(link, { ...door, renews: change === 'renew' || undefined });
      if (change === 'resume' && door.state === 'paused') {
        if (isLockedDown()) return fail({ kind: 'lockdown_running' });
        const trouble = door.why === 'revoked' ? 'revoked' : troubleOf(record, link.people, now());
        if (trouble) return fail({ kind: 'door', trouble });
        set(link, opened(door, now()));
      }
      db.run('INSERT INTO door_change(key, at) VALUES (?, ?)', key, now());
      return ok(knownDoor(byId(door.id) ?? link));
    },

    /** Until Telegram has answered whether the link is closed. */
    hold(id: LinkId): void {
      const link = links.byId(id);
      if (isBehind(link) && link.record.door.state !== 'closed')
        set(link, pausedFor(link.record.door, 'asked', now()));
    },

    /** For good: the address leads nowhere from then on. */
    close(id: LinkId): void {
      const link = links.byId(id);
      if (!isBehind(link)) return;
      set(link, { ...link.record.door, state: 'closed', why: undefined, since: now() });
      db.run('INSERT OR REPLACE INTO door_change(key, at) VALUES (?, ?)', closeKey(link.record.door), now());
    },

    /** Whether a door of that name was closed after that second: who asked for it before had it shown. */
    isClosedSince: (door: Pick<Door, 'name'>, asked: UnixSeconds): boolean =>
      db.value('SELECT 1 FROM door_change WHERE key = ? AND at >= ?', closeKey(door), (asked + 1) * 1000) !==
      undefined,

    /** A lockdown: no door leads anywhere until an admin says so. */
    pauseAll(): void {
      for (const link of all())
        if (link.record.door.why !== 'revoked') set(link, pausedFor(link.record.door, 'lockdown', now()));
    },

    /** The same in Workers KV alone, if the database takes no more writes. */
    async pauseAllUnrecorded(): Promise<void> {
      await Promise.all(
        all().map(({ record }) => {
          const door = publishedDoor(pausedFor(record.door, 'lockdown', now()), record, chatId);
          return askKv(kv, (namespace) => namespace.put(...door));
        }),
      );
    },

    /** A record of another object, or of Workers KV. If a door is known already, the later word on it counts: it may be closed. */
    adopt(record: LinkRecord): LinkRecord {
      const { door } = record;
      const known = door && links.withDoor(door.id);
      if (door && (known?.record.door?.since ?? 0) >= door.since)
        return { ...record, door: undefined, past_door: door.id };
      if (known) links.setDoor(known, undefined, now());
      watch(record);
      return record;
    },

    /** All of them, with the chat as it is called now, and the Worker where it is. */
    list({ title, origin }: DoorSight): readonly KnownDoor[] {
      for (const link of all()) {
        const { door } = link.record;
        if (door.title === title && door.origin === origin) continue;
        try {
          set(link, { ...door, title, origin });
        } catch {
          // What can't be written now is shown all the same.
          break;
        }
      }
      return all().map(knownDoor);
    },
  };
}
