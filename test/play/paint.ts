import { styleText } from 'node:util';

export interface Paint {
  strong(text: string): string;
  faint(text: string): string;
  bot(text: string): string;
  alone(text: string): string;
  kept(text: string): string;
}

/** Colours for a terminal, or none at all. */
export function createPaint(isColoured: boolean): Paint {
  const paint = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    isColoured ? styleText(format, text, { validateStream: false }) : text;
  return {
    strong: paint('bold'),
    faint: paint('dim'),
    bot: paint('cyan'),
    alone: paint('magenta'),
    kept: paint('yellow'),
  };
}
