import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Leaves the question: the promise rejects. */
  readonly ending: AbortSignal;
  /** Told of Ctrl-C, which a terminal in this mode hands over as a key. */
  readonly interrupt: () => void;
}

/** Asks on a terminal without showing what is typed. `''` where the question is left with Ctrl-D. */
export function askSecretly(
  question: string,
  { input, output, ending, interrupt }: Terminal,
): Promise<string> {
  // Readline shows what is typed by writing it: here to nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  output.write(question);
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      reject(ending.reason);
      lines.close();
    };
    ending.addEventListener('abort', leave, { once: true });
    lines.on('SIGINT', interrupt);
    lines.on('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.on('close', () => {
      ending.removeEventListener('abort', leave);
      output.write('\n');
      resolve('');
    });
  });
}
