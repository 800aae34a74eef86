import type { Answer, AnswerColumns } from "../answers.ts";
import { openDataFile } from "./data-file.ts";
import { splitRecords } from "./find-layout.ts";
import { fieldText, InteractionBuilder } from "./interaction-builder.ts";
import type { InteractionTable } from "./interaction-table.ts";
import { fixedLayout } from "./layout.ts";
import { type ReadTableOptions, scanFile } from "./read-interactions.ts";
import { requireNames } from "./read-records.ts";
import { notText, rejectNothing } from "./rejected-rows.ts";
import type { RecordTaker, ScannedRecord } from "./scanned-record.ts";

/** What one record says, as texts; `undefined` for a record that is no interaction. */
export type RowOfRecord = (field: (column: string) => string) => StreamedRow | undefined;

export interface StreamedRow {
  readonly user: string;
  readonly item: string;
  readonly time: string;
  readonly answer?: Answer;
}

export interface StreamOptions extends ReadTableOptions {
  /** Where the answers of the rows taken go. */
  readonly answers?: AnswerColumns | undefined;
}

const pairLayout = fixedLayout("\t", ["user", "item", "time"]);
const pairColumns = { user: 0, item: 1, time: 2 } as const;

/**
 * Interactions from a comma-separated file with a header, one record after the other, for files in which not every record
 * is one, whose learner is not a column, or of which more than the interactions is wanted. Fields are trimmed.
 *
 * @param needed columns the file must have
 * @throws {SourceError} for a file that cannot be read or lacks a column, and with `strict` for the first rejected row
 */
export async function streamRows(
  path: string,
  needed: readonly string[],
  options: StreamOptions,
  rowOf: RowOfRecord,
): Promise<InteractionTable> {
  const file = await openDataFile(path, options.signal);
  const names = splitRecords(new TextDecoder().decode(file.head), ",", '"', 1)[0]!.map((name) => name.trim());
  requireNames(path, names, needed);
  const builder = new InteractionBuilder(path, pairLayout, pairColumns, 1024);
  const taker = new StreamTaker(names, builder, rowOf, options.answers);
  await scanFile(file, fixedLayout(",", names, { hasHeader: true, quote: '"' }), taker, options.signal);
  const table = builder.finish();
  if (options.strict) rejectNothing(path, table.rejected);
  return table;
}

class StreamTaker implements RecordTaker {
  readonly #width: number;
  readonly #builder: InteractionBuilder;
  readonly #rowOf: RowOfRecord;
  readonly #answers: AnswerColumns | undefined;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  readonly #field: (column: string) => string;
  #record: ScannedRecord | undefined;

  constructor(
    names: readonly string[],
    builder: InteractionBuilder,
    rowOf: RowOfRecord,
    answers: AnswerColumns | undefined,
  ) {
    this.#width = names.length;
    this.#builder = builder;
    this.#rowOf = rowOf;
    this.#answers = answers;
    const positions = new Map(names.map((name, at) => [name, at]));
    this.#field = (column) => {
      const at = positions.get(column);
      return at === undefined ? "" : fieldText(this.#record!, at, this.#decoder).trim();
    };
  }

  take(record: ScannedRecord): void {
    if (record.fieldCount !== this.#width) {
      this.#reject(record.fieldCount < this.#width ? "too few columns" : "too many columns", record);
      return;
    }
    this.#record = record;
    const row = this.#read();
    if (row === "not text") this.#reject(notText, record);
    if (row === undefined || row === "not text") return;
    const whole = () => new TextDecoder().decode(record.bytes.subarray(record.start, record.end));
    const isTaken = this.#builder.takeTexts(row.user, row.item, "", row.time, record.line, whole);
    if (isTaken && row.answer) this.#answers?.add(row.answer);
  }

  reject(reason: string, line: number, bytes: Uint8Array): void {
    this.#builder.reject(reason, line, bytes);
  }

  #read(): StreamedRow | undefined | "not text" {
    try {
      return this.#rowOf(this.#field);
    } catch (error) {
      if (error instanceof TypeError) return "not text"; // what a fatal decoder throws
      throw error;
    }
  }

  #reject(reason: string, { bytes, start, end, line }: ScannedRecord): void {
    this.#builder.reject(reason, line, bytes.subarray(start, end));
  }
}
