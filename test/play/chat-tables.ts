import type { RunningWorker } from '../support/worker.ts';

/** A table of a chat's object with its newest rows. */
export interface ChatTable {
  readonly name: string;
  readonly count: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const ROWS_SHOWN = 50;

/** The tables of a chat's object that hold something; none if no one ever asked it to remember anything. */
export async function readTables(
  { sql }: RunningWorker['chats'],
  chat: number,
): Promise<readonly ChatTable[]> {
  const tables = await sql(
    chat,
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'`,
  );
  const read = tables.map(async ({ name }): Promise<ChatTable> => {
    const [counted] = await sql(chat, `SELECT COUNT(*) AS count FROM ${name}`);
    const rows = await sql(chat, `SELECT * FROM ${name} ORDER BY 1 DESC LIMIT ${ROWS_SHOWN}`);
    return { name: String(name), count: Number(counted?.count), rows };
  });
  return (await Promise.all(read)).filter(({ count }) => count > 0);
}
