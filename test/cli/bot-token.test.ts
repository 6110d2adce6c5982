import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askSecretly } from '../../src/cli/program/bot-token.ts';

/** A question on a terminal that is none; `type` presses keys. */
function ask() {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const ending = new AbortController();
  const interrupt = (): void => ending.abort(new Error('stopped'));
  const answer = askSecretly('The token: ', { input, output, ending: ending.signal, interrupt });
  return { answer, stop: interrupt, type: (keys: string) => input.write(keys), shown: () => output.read() };
}

describe('the question for the token', () => {
  it('answers what was typed, and shows nothing of it', async () => {
    const { answer, type, shown } = ask();
    type('123:abc\r');
    expect(await answer).toBe('123:abc');
    expect(String(shown())).toBe('The token: \n');
  });

  it('is given up by Ctrl-C, and when the program is asked to end', async () => {
    const pressed = ask();
    pressed.type('12\u0003');
    await expect(pressed.answer).rejects.toThrow('stopped');
    const told = ask();
    told.stop();
    await expect(told.answer).rejects.toThrow('stopped');
  });

  it('is answered by nothing with Ctrl-D', async () => {
    const { answer, type } = ask();
    type('\u0004');
    expect(await answer).toBe('');
  });
});
