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
import { withSingleSpaces } from "./single-spaces.ts";
import { isTotalField } from "./total-rows.ts";

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
  let passed: readonly string[] = [];
  if (layout.kind === "delimited")
    passed = await scanFile(file, layout, withoutTotals(builder, columns.user), options.signal);
  else if (layout.kind === "json-lines") await readJsonLines(file, layout, columns, builder, options.signal);
  else await readParquet(file, layout, columns, builder, options.signal);
  const built = builder.finish();
  const table = { ...built, notes: [...built.notes, ...passed] };
  if (options.strict) rejectNothing(file.path, table.rejected);
  if (table.interactions.users.length > 0) return table;
  if (table.rejected.count === 0)
    throw new SourceError(file.path, "has a header but no rows.", "Name a file with data in it.");
  const fact = `None of its ${table.rejected.count} rows could be read: ${describeFirst(table.rejected)}`;
  const remedies = remediesFor(table.rejected);
  const remedy = remedies.length > 0 ? remedies.join(" ") : "Check the separator and which columns are read.";
  throw new SourceError(file.path, fact, remedy);
}

/** Refuses rows that begin "Total" and the like where the learner stands. */
function withoutTotals(builder: InteractionBuilder, user: number): RecordTaker {
  return {
    take(record) {
      if (!isTotalField(record.bytes, record.starts[user]!, record.ends[user]!)) builder.take(record);
      else
        builder.reject("a row of totals, not a learner", record.line, record.bytes.subarray(record.start, record.end));
    },
    reject: (reason, line, bytes) => builder.reject(reason, line, bytes),
  };
}

/**
 * Hands every record of a file to `taker`.
 * @returns what was passed over that is no row, as notes
 */
export async function scanFile(
  file: DataFile,
  layout: DelimitedLayout,
  taker: RecordTaker,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const pacer = new Pacer(signal);
  const scanner = new DelimitedScanner(layout, file.head, taker);
  const blocks = blocksOf(file, signal);
  for await (const block of layout.hasSpaceRuns ? withSingleSpaces(blocks) : blocks) {
    scanner.feed(block);
    await pacer.pause();
  }
  scanner.finish();
  const again = scanner.repeatedHeaders;
  if (again === 0) return [];
  return [`The header stands again in ${again.toLocaleString("en-GB")} further ${again === 1 ? "line" : "lines"}.`];
}

/** From the size of the file and the length of its first lines; compressed text shrinks to about a quarter. */
function guessRows(file: DataFile): number {
  const some = file.head.subarray(0, 65_536);
  let lines = 1;
  for (const byte of some) if (byte === 10) lines++;
  const decompressedBytes = file.compression === "none" ? file.bytes : 4 * file.bytes;
  return Math.ceil(((decompressedBytes * lines) / some.length) * 1.05);
}
