import { SourceError } from "../../errors.ts";
import { type DataFile, unreadable } from "./data-file.ts";
import type { InteractionBuilder } from "./interaction-builder.ts";
import type { ColumnChoice, ParquetLayout } from "./layout.ts";
import { type ParquetColumn, ParquetFile } from "./parquet-file.ts";

/** Names of a Parquet file's columns and its first rows as texts; cells of lists and of bytes that are no text are "". @throws {SourceError} */
export async function lookIntoParquet(
  file: DataFile,
  rows: number,
  signal?: AbortSignal,
): Promise<{ readonly names: string[]; readonly sample: string[][] }> {
  return reading(file, signal, async (parquet) => {
    const flat = parquet.columns.filter(({ text }) => text);
    const sample: string[][] = [];
    const roots = rootsOf(flat);
    for await (const cells of parquet.ranges(roots, rows)) {
      signal?.throwIfAborted();
      const texts = new Map(flat.map((column) => [column, textsOf(column, cells[roots.indexOf(column.root)]!)]));
      for (let row = 0; row < (cells[0]?.length ?? 0); row++)
        sample.push(parquet.columns.map((column) => texts.get(column)?.[row] ?? ""));
    }
    return { names: parquet.columns.map(({ name }) => name), sample };
  });
}

/** Rows in the order of the file; the "line" of a rejected row is its number from 1. @throws {SourceError} */
export async function readParquet(
  file: DataFile,
  layout: ParquetLayout,
  columns: ColumnChoice,
  builder: InteractionBuilder,
  signal?: AbortSignal,
): Promise<void> {
  await reading(file, signal, async (parquet) => {
    const { user, item, rating, time } = columns;
    const places = [user, item, rating, time].filter((at) => at !== undefined);
    const chosen = [...new Set(places)].map((at) => flatColumn(file, parquet, layout.names[at]!));
    let line = 0;
    const roots = rootsOf(chosen);
    const readTexts = (column: ParquetColumn, cells: ArrayLike<unknown>): string[] => {
      const texts = textsOf(column, cells);
      const unread = texts.indexOf(undefined);
      if (unread >= 0) throw binaryCell(file, column, line + unread + 1);
      return texts as string[];
    };
    for await (const cells of parquet.ranges(roots)) {
      signal?.throwIfAborted();
      const texts = new Map(
        chosen.map((column) => [column.name, readTexts(column, cells[roots.indexOf(column.root)]!)]),
      );
      const textAt = (at: number | undefined) => (at === undefined ? undefined : texts.get(layout.names[at]!));
      const [users, items, ratings, times] = [textAt(user)!, textAt(item)!, textAt(rating), textAt(time)];
      for (let at = 0; at < users.length; at++) {
        const [rating, time] = [ratings?.[at] ?? "", times?.[at] ?? ""];
        const whole = () => [users[at], items[at], rating, time].join(", ");
        builder.takeTexts(users[at]!, items[at]!, rating, time, ++line, whole);
      }
    }
  });
}

/** The columns of the file that hold these. */
export const rootsOf = (columns: readonly ParquetColumn[]): string[] => [...new Set(columns.map(({ root }) => root))];

/** A cell that is no text is `undefined`. */
export function textsOf({ keys, text }: ParquetColumn, cells: ArrayLike<unknown>): (string | undefined)[] {
  const texts = new Array<string | undefined>(cells.length);
  for (let at = 0; at < cells.length; at++) {
    let cell = cells[at];
    for (const key of keys) cell = (cell as Record<string, unknown> | null | undefined)?.[key];
    texts[at] = cell == null ? "" : text!(cell);
  }
  return texts;
}

const binaryCell = ({ path }: DataFile, { name }: ParquetColumn, row: number): SourceError =>
  new SourceError(
    path,
    `The column ${JSON.stringify(name)} holds bytes that are no UTF-8 text, in row ${row} for the first time.`,
    "Choose another column, or write the column again as text, e.g. in hexadecimal.",
  );

function flatColumn(file: DataFile, parquet: ParquetFile, name: string): ParquetColumn {
  const column = parquet.columns.find((candidate) => candidate.name === name)!;
  if (column.text) return column;
  throw new SourceError(
    file.path,
    `The column ${JSON.stringify(name)} holds lists or maps.`,
    "Choose a column with one value a row, or write the file again with such a column.",
  );
}

async function reading<T>(
  { path }: DataFile,
  signal: AbortSignal | undefined,
  work: (parquet: ParquetFile) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  try {
    await using parquet = await ParquetFile.open(path);
    return await work(parquet);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof SourceError) throw cause;
    if ((cause as NodeJS.ErrnoException).syscall) throw await unreadable(path, cause as NodeJS.ErrnoException);
    throw new SourceError(path, "is a damaged Parquet file.", "Write it again, or export CSV.", { cause });
  }
}
