// Who asks to join, and who decides: by a press, by a job, or by a link's rule.

import type { Message, User } from '@grammyjs/types';
import { answerTo, linkIn } from '../support/story.ts';
import type { Scenario, Scene } from './scenarios.ts';

const APPROVAL = '/create VIP limit=none approval';

/** People ask to join by a link that an admin makes, and the jobs run. */
async function ask({ stage, chat, say }: Scene, command: string, guests: readonly User[]): Promise<void> {
  const link = linkIn(await say(command));
  for (const guest of guests) await stage.telegram.join(chat, guest, link);
  await stage.worker.chats.runAlarm(chat.id);
}

const guestsIn = ({ stage }: Scene, count = 1): readonly User[] =>
  Array.from({ length: count }, (_, index) => stage.telegram.addPerson({ first_name: `Guest ${index}` }));

/** What the bot last wrote to a person in private. */
function lastTo({ stage }: Scene, person: User): Message {
  const message = stage.telegram.read(person, { as: person }).findLast(({ from }) => from?.is_bot);
  if (!message) throw new Error('Nothing was said');
  return message;
}

function press({ stage }: Scene, message: Message, person: User, label: string) {
  const { chat, message_id, ephemeral_message_id } = message;
  const place = ephemeral_message_id === undefined ? message_id : { ephemeral_message_id };
  return stage.telegram.press(chat, place, person, label);
}

/** A press under the message that shows a request. */
const underRequest = (label: 'Approve' | 'Decline'): Scenario => ({
  name: `${label} under a request`,
  async prepare(scene) {
    const asked = guestsIn(scene);
    await scene.stage.telegram.say(scene.admin, scene.admin, '/start');
    await ask(scene, APPROVAL, asked);
    const message = lastTo(scene, scene.admin);
    return {
      act: async () => [await press(scene, message, scene.admin, label)],
      asked,
      mayEnter: label === 'Approve' ? asked : [],
    };
  },
});

/** Presses on a page of requests, of which the last one is proved. */
const onPage = (name: string, count: number, ...labels: readonly string[]): Scenario => ({
  name,
  async prepare(scene) {
    const asked = guestsIn(scene, count);
    await ask(scene, APPROVAL, asked);
    let message = answerTo(await scene.say('/requests'));
    for (const label of labels.slice(0, -1))
      message = answerTo(await press(scene, message, scene.admin, label));
    return {
      act: async () => [await press(scene, message, scene.admin, labels.at(-1) ?? '')],
      asked,
      mayEnter: labels[0]?.startsWith('Decline') ? [] : asked,
    };
  },
});

/** A request by a link with a rule of its own; whether that lets the person in. */
const byRule = (name: string, command: (guest: User) => string, letsIn: boolean): Scenario => ({
  name,
  isSilent: true,
  async prepare(scene) {
    const [guest] = guestsIn(scene);
    if (!guest) throw new Error('No guest');
    await scene.say('/rules Be kind.');
    const link = linkIn(await scene.say(command(guest)));
    return {
      act: async () => (await scene.stage.telegram.join(scene.chat, guest, link)).updates.slice(0, 1),
      asked: [guest],
      mayEnter: letsIn ? [guest] : [],
    };
  },
});

export const SCENARIOS_OF_REQUESTS: readonly Scenario[] = [
  byRule('a request to join', () => APPROVAL, false),
  byRule('a request with approval=auto', () => `${APPROVAL}=auto`, true),
  byRule('a request with approval=rules', () => `${APPROVAL}=rules`, false),
  byRule('a request by a link for that person', ({ id }) => `/create for=${id}`, true),
  byRule('a request by a link for another person', ({ id }) => `/create for=${id + 1_000_000}`, false),
  underRequest('Approve'),
  underRequest('Decline'),
  onPage('✓ on a page of requests', 1, '✓ 1'),
  onPage('Approve all', 3, 'Approve all 3', 'Approve all'),
  onPage('Decline all', 3, 'Decline all 3', 'Decline all'),
  {
    name: 'I agree',
    async prepare(scene) {
      const asked = guestsIn(scene);
      const [guest] = asked;
      if (!guest) throw new Error('No guest');
      await scene.say('/rules Be kind.');
      await ask(scene, `${APPROVAL}=rules`, asked);
      const message = lastTo(scene, guest);
      const act = async () => [await press(scene, message, guest, 'I agree')];
      return { act, asked, mayEnter: asked };
    },
  },
];
