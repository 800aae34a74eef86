import { SourceError } from "../../errors.ts";
import type { DataFile } from "./data-file.ts";
import { quoted, quotedName, withDatabase } from "./database.ts";
import type { InteractionBuilder } from "./interaction-builder.ts";
import type { ColumnChoice, ParquetLayout } from "./layout.ts";

/** Names of a Parquet file's columns and its first rows as texts. @throws {SourceError} */
export async function lookIntoParquet(
  file: DataFile,
  rows: number,
  signal?: AbortSignal,
): Promise<{ readonly names: string[]; readonly sample: string[][] }> {
  return query(file, signal, async (connection, table) => {
    const described = await connection.runAndReadAll(`describe select * from ${table}`);
    const names = described.getRowsJS().map((row) => String(row[0]));
    const some = await connection.runAndReadAll(`select columns(*)::varchar from ${table} limit ${rows}`);
    const sample = some.getRowsJS().map((row) => row.map((cell) => (cell === null ? "" : String(cell))));
    return { names, sample };
  });
}

/** Rows in the order of the file; the "line" of a refused row is its number from 1. */
export async function readParquet(
  file: DataFile,
  layout: ParquetLayout,
  columns: ColumnChoice,
  builder: InteractionBuilder,
  signal?: AbortSignal,
): Promise<void> {
  const { user, item, rating, time } = columns;
  const fields = [user, item, rating, time].map((at) =>
    at === undefined ? "''" : `coalesce(${quotedName(layout.names[at]!)}::varchar, '')`,
  );
  await query(file, signal, async (connection, table) => {
    const result = await connection.stream(`select ${fields.join(", ")} from ${table}`);
    let line = 0;
    for await (const chunk of result) {
      signal?.throwIfAborted();
      const [users, items, ratings, times] = [0, 1, 2, 3].map((at) => chunk.getColumnVector(at));
      for (let at = 0; at < chunk.rowCount; at++) {
        const row = [users, items, ratings, times].map((column) => String(column!.getItem(at)));
        builder.takeTexts(row[0]!, row[1]!, row[2]!, row[3]!, ++line, () => row.join(", "));
      }
    }
  });
}

async function query<T>(
  file: DataFile,
  signal: AbortSignal | undefined,
  work: (connection: Parameters<Parameters<typeof withDatabase>[1]>[0], table: string) => Promise<T>,
): Promise<T> {
  try {
    return await withDatabase(signal, (connection) =>
      work(connection, `read_parquet(${quoted(literalPath(file.path))})`),
    );
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof SourceError) throw cause;
    throw new SourceError(file.path, "is a damaged Parquet file.", "Write it again, or export CSV.", { cause });
  }
}

/** DuckDB takes a path for a pattern: what stands for other characters there, in brackets, stands for itself. */
const literalPath = (path: string): string => path.replace(/[*?[]/g, "[$&]");
