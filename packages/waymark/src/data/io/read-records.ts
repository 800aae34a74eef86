import { basename } from "node:path";
import { SourceError } from "../../errors.ts";
import type { RejectedRows } from "../source.ts";
import { type DataFile, openDataFile } from "./data-file.ts";
import { splitRecords } from "./find-layout.ts";
import { decodeStrictly, fieldText } from "./interaction-builder.ts";
import { type DelimitedLayout, fixedLayout } from "./layout.ts";
import { scanFile } from "./read-interactions.ts";
import { notText, Rejections } from "./rejected-rows.ts";
import type { RecordTaker } from "./scanned-record.ts";

/** A table of texts, all in memory: catalogues, not interactions. */
export interface RecordTable {
  readonly path: string;
  readonly names: readonly string[];
  /** Fields in the order of `names`, spaces around them taken off; "" where blank. */
  readonly rows: readonly (readonly string[])[];
  /** 1-based line of each row. */
  readonly lines: readonly number[];
  readonly rejected: RejectedRows;
}

/** Rows with too few or too many fields are rejected. */
export async function readRecords(file: DataFile, layout: DelimitedLayout, signal?: AbortSignal): Promise<RecordTable> {
  const rows: string[][] = [];
  const lines: number[] = [];
  const rejections = new Rejections();
  const decoder = new TextDecoder();
  const strict = new TextDecoder("utf-8", { fatal: true });
  const width = layout.names.length;
  const taker: RecordTaker = {
    take(record) {
      if (record.fieldCount !== width) {
        const reason = record.fieldCount < width ? "too few columns" : "too many columns";
        return taker.reject(reason, record.line, record.bytes.subarray(record.start, record.end));
      }
      const whole = record.bytes.subarray(record.start, record.end);
      if (decodeStrictly(strict, whole) === undefined) return taker.reject(notText, record.line, whole);
      const row: string[] = [];
      for (let field = 0; field < width; field++) row.push(fieldText(record, field, decoder).trim());
      rows.push(row);
      lines.push(record.line);
    },
    reject(reason, line, bytes) {
      rejections.reject({ file: basename(file.path), line, reason, text: decoder.decode(bytes.subarray(0, 400)) });
    },
  };
  await scanFile(file, layout, taker, signal);
  return { path: file.path, names: layout.names, rows, lines, rejected: rejections.toRows() };
}

/** A comma- or otherwise separated file with a header in RFC 4180's form. */
export async function readNamedRecords(path: string, signal?: AbortSignal, delimiter = ","): Promise<RecordTable> {
  const file = await openDataFile(path, signal);
  const header = splitRecords(new TextDecoder().decode(file.head), delimiter, '"', 1)[0]!;
  const names = header.map((name) => name.trim());
  return readRecords(file, fixedLayout(delimiter, names, { hasHeader: true, quote: '"' }), signal);
}

/** The fields of one column. @throws {SourceError} naming the columns there are */
export function columnOf(table: RecordTable, name: string): string[] {
  requireNames(table.path, table.names, [name]);
  const at = table.names.indexOf(name);
  return table.rows.map((row) => row[at]!);
}

/** @throws {SourceError} for the first of the columns that is not among the names */
export function requireNames(path: string, names: readonly string[], columns: readonly string[]): void {
  const missing = columns.find((name) => !names.includes(name));
  if (missing === undefined) return;
  const fact = `has no column ${missing}; its columns are: ${names.join(", ")}.`;
  throw new SourceError(path, fact, "Is it the file that was published?");
}
