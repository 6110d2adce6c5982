import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Asks on a terminal without showing what is typed. `''` where the question is left with Ctrl-C or Ctrl-D. */
export function askSecretly(
  question: string,
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
): Promise<string> {
  // Readline shows what is typed by writing it: here to nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  output.write(question);
  return new Promise((resolve) => {
    lines.on('SIGINT', () => lines.close());
    lines.on('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.on('close', () => {
      output.write('\n');
      resolve('');
    });
  });
}
