import { SourceError } from "../../errors.ts";
import type { DataFile } from "./data-file.ts";
import { delimitedLayout } from "./delimited-layout.ts";
import type { FoundLayout, LayoutHints } from "./found-layout.ts";
import { jsonLayout } from "./json-layout.ts";
import { suggestColumns } from "./nested-columns.ts";
import { lookIntoParquet } from "./parquet.ts";

export type { FoundLayout, LayoutHints } from "./found-layout.ts";
export { isNumberText, isPosition } from "./number-text.ts";
export { splitRecords } from "./split-records.ts";

const sampleRows = 100;

/** @throws {SourceError} when the text cannot be cut into at least two columns */
export async function findLayout(file: DataFile, hints: LayoutHints = {}): Promise<FoundLayout> {
  if (file.kind === "parquet") return parquetLayout(file, hints.signal);
  const text = new TextDecoder().decode(file.head);
  if (!file.sheet && /^\s*(\{(?!\s*\}\s*$)|\[\s*[[{])/.test(text)) return jsonLayout(file, text);
  if (/^\s*(\[\s*\]|\{\s*\})\s*$/.test(text))
    throw new SourceError(file.path, "is JSON without a record.", "Name a file with data in it.");
  return delimitedLayout(file, wholeLines(file, text), hints);
}

/** Without the line that goes on behind the head. One long line is taken as far as it is known. */
function wholeLines(file: DataFile, text: string): string {
  const end = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r"));
  return file.isShort || end < 0 ? text : text.slice(0, end + 1);
}

async function parquetLayout(file: DataFile, signal: AbortSignal | undefined): Promise<FoundLayout> {
  const { names, sample } = await lookIntoParquet(file, sampleRows, signal);
  const suggested = suggestColumns(names, sample);
  return { layout: { kind: "parquet", names }, sample, ...(suggested && { suggested }) };
}
