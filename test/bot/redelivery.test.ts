import { describe, expect, it } from 'vitest';
import { linkIn, methodsOf, onStage, textOf } from '../support/story.ts';

const { stage, world } = onStage();

const CHANGES = /^(create|edit|revoke|export)/;
const changesIn = (methods: readonly string[]) => methods.filter((method) => CHANGES.test(method));

describe('an update that is delivered twice', () => {
  it.each([
    ['/create VIP expires=2d', 'createChatInviteLink'],
    ['/start', 'createChatInviteLink'],
    ['/export', 'exportChatInviteLink'],
    ['/edit limit=5 expires=+1d', 'editChatInviteLink'],
    ['/revoke', 'revokeChatInviteLink'],
  ])('is answered twice and done once: %s', async (command, method) => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    await telegram.say(teaRoom, olivia, '/create expires=1d');
    telegram.failDelivery({ deliverTwice: true });
    const came = await telegram.say(teaRoom, olivia, command);
    expect(came.statuses).toEqual([200, 200]);
    expect(changesIn(methodsOf(came))).toEqual([method]);
    const [first, second] = came.answers.map((answer) => answer.text);
    if (command === '/export') expect(second?.split('\n')[0]).toBe(first?.split('\n')[0]);
    else expect(second).toBe(first);
  });

  it('is done once when its answer got lost on the way', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    telegram.failDelivery({ loseAnswer: true });
    const came = await telegram.say(teaRoom, olivia, '/create');
    expect(came.statuses).toEqual(['lost', 200]);
    expect(telegram.links(teaRoom)).toHaveLength(1);
    expect(textOf(came)).toContain(telegram.links(teaRoom)[0]?.invite_link);
  });

  it('names the successor of a revoked primary link both times', async () => {
    const { telegram } = stage;
    const { teaRoom, olivia } = world;
    const primary = linkIn(await telegram.say(teaRoom, olivia, '/export'));
    telegram.failDelivery({ deliverTwice: true });
    const came = await telegram.say(teaRoom, olivia, `/revoke ${primary}`);
    expect(changesIn(methodsOf(came))).toEqual(['revokeChatInviteLink']);
    expect(came.answers[1]?.text).toBe(came.answers[0]?.text);
    expect(came.answers[0]?.text).toContain('Telegram made a new primary link in its place: https://t.me/+');
  });

  it('does nothing the second time for a person who has lost the right meanwhile', async () => {
    const { telegram } = stage;
    const { teaRoom, adam } = world;
    const came = await telegram.say(teaRoom, adam, '/create');
    await telegram.demote(teaRoom, adam);
    const again = await telegram.redeliver(came.update_id);
    expect(textOf(again)).toContain('Only the owner');
  });
});

describe('a caller who hangs up', () => {
  it('does not stop the work: the link is recorded, and the next delivery answers with it', async () => {
    const { telegram, worker } = stage;
    const { teaRoom, olivia } = world;
    telegram.failDelivery({ hangUp: 'createChatInviteLink' });
    const came = await telegram.say(teaRoom, olivia, '/create VIP');
    expect(came.statuses).toEqual(['lost', 200]);
    const links = telegram.links(teaRoom).map((link) => link.invite_link);
    await worker.chats.moveClock(60_000);
    await worker.chats.runAlarm(teaRoom.id);
    const recorded = (await worker.kv.list({ prefix: `link:${teaRoom.id}:` })).keys.map(({ name }) => name);
    expect(recorded.sort()).toEqual(
      links.map((url) => `link:${teaRoom.id}:${url.replace('https://t.me/+', '')}`).sort(),
    );
    expect(textOf(came)).toContain('Created');
  });
});
