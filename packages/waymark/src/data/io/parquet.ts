import { SourceError } from "../../errors.ts";
import { type DataFile, unreadable } from "./data-file.ts";
import type { InteractionBuilder } from "./interaction-builder.ts";
import type { ColumnChoice, ParquetLayout } from "./layout.ts";
import { type ParquetColumn, ParquetFile } from "./parquet-file.ts";

/** Names of a Parquet file's columns and its first rows as texts; cells of lists and structures are "". @throws {SourceError} */
export async function lookIntoParquet(
  file: DataFile,
  rows: number,
  signal?: AbortSignal,
): Promise<{ readonly names: string[]; readonly sample: string[][] }> {
  return reading(file, signal, async (parquet) => {
    const flat = parquet.columns.filter(({ text }) => text);
    const sample: string[][] = [];
    for await (const cells of parquet.ranges(names(flat), rows)) {
      signal?.throwIfAborted();
      const texts = new Map(flat.map((column, at) => [column, textsOf(column, cells[at]!)]));
      for (let row = 0; row < (cells[0]?.length ?? 0); row++)
        sample.push(parquet.columns.map((column) => texts.get(column)?.[row] ?? ""));
    }
    return { names: names(parquet.columns), sample };
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
    for await (const cells of parquet.ranges(names(chosen))) {
      signal?.throwIfAborted();
      const texts = new Map(chosen.map((column, at) => [column.name, textsOf(column, cells[at]!)]));
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

const names = (columns: readonly ParquetColumn[]): string[] => columns.map(({ name }) => name);

function textsOf({ text }: ParquetColumn, cells: ArrayLike<unknown>): string[] {
  const texts = new Array<string>(cells.length);
  for (let at = 0; at < cells.length; at++) texts[at] = cells[at] == null ? "" : text!(cells[at]);
  return texts;
}

function flatColumn(file: DataFile, parquet: ParquetFile, name: string): ParquetColumn {
  const column = parquet.columns.find((candidate) => candidate.name === name)!;
  if (column.text) return column;
  throw new SourceError(
    file.path,
    `The column ${JSON.stringify(name)} holds lists or structures.`,
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
