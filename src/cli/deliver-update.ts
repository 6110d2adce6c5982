import type { Milliseconds } from '../lib/units.ts';
import type { Telegram } from '../telegram/client.ts';
import type { Update } from '../telegram/command-messages.ts';
import type { PostUpdate } from './post-update.ts';
import { kindOf } from './queue-key.ts';
import { readWebhookReply, type WebhookAnswer } from './webhook-reply.ts';

export interface DeliveryDeps {
  readonly post: PostUpdate;
  readonly telegram: Telegram;
  readonly now: () => Milliseconds;
  readonly print: (line: string) => void;
}

/** Delivers an update that has failed so often before; answers whether the Worker took it. Never rejects. */
export type DeliverUpdate = (update: Update, failures: number) => Promise<boolean>;

/** Prints a line for every update that was taken, and for the first failure of one: names and numbers, no texts. */
export function createDeliverUpdate({ post, telegram, now, print }: DeliveryDeps): DeliverUpdate {
  return async (update, failures) => {
    const startedAt = now();
    const answer = await post(update);
    const kind = kindOf(update).padEnd(14);
    const took = `${Math.round(now() - startedAt)} ms`.padStart(8);
    const isTaken = answer !== undefined && answer.status >= 200 && answer.status <= 299;
    if (isTaken) {
      print(`${kind} ${answer.status} ${took}${await makeReply(answer)}`);
    } else if (failures === 0) {
      print(`${kind} ${answer?.status ?? '  –'} ${took}  not taken: I try again until it is`);
    }
    return isTaken;
  };

  /** Makes the call that the answer asks for, and says what came of it. */
  async function makeReply(answer: WebhookAnswer): Promise<string> {
    const reply = readWebhookReply(answer);
    if (!reply) return '';
    const made = await telegram.call(reply.method, reply.params);
    if (made.ok) return `  → ${reply.method}`;
    const why = 'description' in made.failure ? made.failure.description : made.failure.kind;
    return `  → ${reply.method} failed: ${why}`;
  }
}
