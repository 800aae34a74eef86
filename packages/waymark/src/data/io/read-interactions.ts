import { Pacer } from "../../compute/pacer.ts";
import { SourceError } from "../../errors.ts";
import { blocksOf, type DataFile, openDataFile } from "./data-file.ts";
import { DelimitedScanner } from "./delimited-scanner.ts";
import { InteractionBuilder } from "./interaction-builder.ts";
import type { InteractionTable } from "./interaction-table.ts";
import { readJsonLines } from "./json-lines.ts";
import type { ColumnChoice, DelimitedLayout, Layout } from "./layout.ts";
import { readParquet } from "./parquet.ts";
import { describeFirst, rejectNothing, remediesFor } from "./rejected-rows.ts";
import type { RecordTaker } from "./scanned-record.ts";

export interface ReadTableOptions {
  readonly signal?: AbortSignal | undefined;
  /** The first rejected row is an error. */
  readonly strict?: boolean | undefined;
}

/** Reads a file whose layout is known. */
export async function readInteractionFile(
  path: string,
  layout: Layout,
  columns: ColumnChoice,
  options: ReadTableOptions,
): Promise<InteractionTable> {
  return readInteractions(await openDataFile(path, options.signal), layout, columns, options);
}

/**
 * Reads the chosen columns in one pass over the decompressed bytes; ids become numbers as they stream by.
 * Memory: 8 bytes a row for the pair and 8 each for rating and time (twice that at the end), plus the ids.
 *
 * @throws {SourceError} when there are no rows, when every row was rejected, and with `strict` when any was
 */
export async function readInteractions(
  file: DataFile,
  layout: Layout,
  columns: ColumnChoice,
  options: ReadTableOptions = {},
): Promise<InteractionTable> {
  const builder = new InteractionBuilder(file.path, layout, columns, guessRows(file));
  if (layout.kind === "delimited") await scanFile(file, layout, builder, options.signal);
  else if (layout.kind === "json-lines") await readJsonLines(file, layout, columns, builder, options.signal);
  else await readParquet(file, layout, columns, builder, options.signal);
  const table = builder.finish();
  if (options.strict) rejectNothing(file.path, table.rejected);
  if (table.interactions.users.length > 0) return table;
  if (table.rejected.count === 0)
    throw new SourceError(file.path, "has a header but no rows.", "Name a file with data in it.");
  const fact = `None of its ${table.rejected.count} rows could be read: ${describeFirst(table.rejected)}`;
  const remedies = remediesFor(table.rejected);
  const remedy = remedies.length > 0 ? remedies.join(" ") : "Check the separator and which columns are read.";
  throw new SourceError(file.path, fact, remedy);
}

/** Hands every record of a file to `taker`. */
export async function scanFile(
  file: DataFile,
  layout: DelimitedLayout,
  taker: RecordTaker,
  signal?: AbortSignal,
): Promise<void> {
  const pacer = new Pacer(signal);
  const scanner = new DelimitedScanner(layout, file.head, taker);
  for await (const block of blocksOf(file, signal)) {
    scanner.feed(block);
    await pacer.pause();
  }
  scanner.finish();
}

/** From the size of the file and the length of its first lines; compressed text shrinks to about a quarter. */
function guessRows(file: DataFile): number {
  const some = file.head.subarray(0, 65_536);
  let lines = 1;
  for (const byte of some) if (byte === 10) lines++;
  const decompressedBytes = file.compression === "none" ? file.bytes : 4 * file.bytes;
  return Math.ceil(((decompressedBytes * lines) / some.length) * 1.05);
}
