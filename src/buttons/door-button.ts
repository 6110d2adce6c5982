import type { Pressed } from '../actions/answer.ts';
import { changeDoor, closeDoor, listDoors, renewDoor } from '../actions/door.ts';
import { ASK_OFF, NEW, OFF, SHOW_DOOR, showDoor } from '../actions/door-card.ts';
import type { Failure } from '../failures.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Button, PressContext } from './button.ts';

/** On a door's card, and under what its maker is told: shows or changes the door. */
export const doorButton: Button = {
  kind: 'door',

  async press({ link: id, value = '' }, context) {
    if (id === undefined) return fail({ kind: 'unknown_button' });
    const door = { kind: 'id', id } as const;
    switch (value) {
      case SHOW_DOOR:
      case ASK_OFF:
        return show(id, value === ASK_OFF, context);
      case NEW:
      case OFF: {
        const done = value === NEW ? await renewDoor(door, context) : await closeDoor(door, context);
        // A link that is not recorded must stay readable.
        if (!done.ok && done.failure.kind === 'unrecorded')
          return ok({ redraw: { text: context.word(done.failure) } });
        return done.ok ? ok({ redraw: done.value }) : done;
      }
      case 'pause':
      case 'resume':
      case 'renew':
      case 'keep': {
        const changed = await changeDoor(door, value, context);
        return changed.ok ? ok({ redraw: changed.value }) : changed;
      }
      default:
        return fail({ kind: 'unknown_button' });
    }
  },
};

async function show(id: string, asks: boolean, context: PressContext): Promise<Result<Pressed, Failure>> {
  const all = await listDoors(context);
  if (!all.ok) return all;
  const found = all.value.find(({ door }) => door.id === id);
  return found
    ? ok({ redraw: showDoor(found, context, { asks }) })
    : fail({ kind: 'door', trouble: 'closed' });
}
