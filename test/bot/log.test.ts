import { describe, expect, it } from 'vitest';
import { onStage, TOKEN } from '../support/story.ts';

const { stage, world } = onStage('alone');

/** The last line that the Worker logged, as soon as it is there. */
async function lastLogged(count: number): Promise<Record<string, unknown>> {
  while (stage.worker.logged.length < count) await new Promise((resolve) => setImmediate(resolve));
  return JSON.parse(stage.worker.logged.at(-1) ?? '');
}

describe('the log', () => {
  it('has one line for what was done, with what it came to', async () => {
    await stage.telegram.say(world.teaRoom, world.olivia, '/create Very-secret-name');
    expect(await lastLogged(1)).toEqual({
      kind: 'command',
      name: 'admin_create_invite_link',
      chat: world.teaRoom.id,
      outcome: 'ok',
      update_id: expect.any(Number),
      ms: expect.any(Number),
      calls: 2,
    });
    await stage.telegram.say(world.teaRoom, world.max, '/revoke');
    expect(await lastLogged(2)).toMatchObject({
      name: 'admin_revoke_invite_link',
      outcome: 'caller_not_allowed',
      calls: 1,
    });
  });

  it('says nothing of ordinary messages, and never a link, a text, a name or a secret', async () => {
    const { telegram, worker } = stage;
    const { teaRoom, olivia } = world;
    await telegram.say(teaRoom, olivia, 'hello');
    const made = await telegram.say(teaRoom, olivia, '/create Very-secret-name');
    await telegram.press(teaRoom, made.answers[0]?.message_id ?? 0, olivia, '100');
    telegram.fail({ method: 'createChatInviteLink', how: { drop: 'before' } });
    await telegram.say(teaRoom, olivia, '/create');
    await lastLogged(3);
    expect(worker.logged).toHaveLength(3);
    for (const line of worker.logged) {
      for (const secret of ['Very-secret', 't.me', 'Olivia', 'hello', TOKEN.split(':')[1] ?? ''])
        expect(line).not.toContain(secret);
    }
  });
});
