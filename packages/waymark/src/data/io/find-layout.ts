import { SourceError } from "../../errors.ts";
import { changeOption, either } from "../../remedy.ts";
import { isKnownColumn } from "./column-names.ts";
import type { DataFile } from "./data-file.ts";
import { jsonAt, parseObject } from "./json-lines.ts";
import type { Layout } from "./layout.ts";
import { lookIntoParquet } from "./parquet.ts";

/** The layout of a file nobody has described, and its first rows as texts (without the header). */
export interface FoundLayout {
  readonly layout: Layout;
  readonly sample: readonly (readonly string[])[];
}

export interface LayoutHints {
  /** Field separator; auto-detected when absent. */
  readonly delimiter?: string | undefined;
  /** What the caller will ask for: a first line that holds one of these names is a header. Numbers are positions. */
  readonly wanted?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

const sampleRows = 100;
const candidates = [",", "\t", ";", "|", "::", " "];

/** @throws {SourceError} when the text cannot be cut into at least two columns */
export async function findLayout(file: DataFile, hints: LayoutHints = {}): Promise<FoundLayout> {
  if (file.kind === "parquet") return parquetLayout(file, hints.signal);
  const text = firstLines(file);
  if (/^\s*\{/.test(text)) return jsonLinesLayout(file, text);
  if (/^\s*\[/.test(text) && /\.json(\.gz|\.zst)?$/i.test(file.path))
    throw new SourceError(file.path, "is one JSON array.", "Write JSON lines: one object on each line.");
  const delimiter =
    hints.delimiter === undefined ? findDelimiter(file, text) : checkDelimiter(file, text, hints.delimiter);
  const rows = splitRecords(text, delimiter, '"', sampleRows);
  const hasHeader = startsWithHeader(rows, hints.wanted ?? []);
  const width = rows[0]!.length;
  const names = hasHeader ? rows[0]!.map((cell) => cell.trim()) : rows[0]!.map((_, at) => String(at + 1));
  const sample = (hasHeader ? rows.slice(1) : rows).filter((row) => row.length === width);
  const decimalComma = delimiter !== "," && sample.some((row) => row.some((cell) => /^\d+,\d+$/.test(cell)));
  const layout: Layout = {
    kind: "delimited",
    delimiter,
    quote: '"',
    encoding: "utf-8",
    hasHeader,
    names,
    ...(decimalComma && { decimalComma }),
  };
  return { layout, sample };
}

/** Whole lines from the beginning, without byte order mark; bytes that are not UTF-8 become �. */
function firstLines(file: DataFile): string {
  const text = new TextDecoder().decode(file.head);
  const end = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r"));
  return file.isShort || end < 0 ? text : text.slice(0, end + 1);
}

function findDelimiter(file: DataFile, text: string): string {
  const found = bestDelimiter(text);
  if (found !== undefined) return found;
  throw new SourceError(
    file.path,
    `has no columns: no separator was found in its first lines, which begin ${excerpt(text)}.`,
    changeOption("set", "delimiter"),
  );
}

function checkDelimiter(file: DataFile, text: string, delimiter: string): string {
  if (splitRecords(text, delimiter, '"', 1)[0]!.length > 1) return delimiter;
  const better = bestDelimiter(text);
  throw new SourceError(
    file.path,
    `The separator ${JSON.stringify(delimiter)} does not occur in its first line, ${excerpt(text)}.`,
    better === undefined
      ? changeOption("replace", "delimiter")
      : either(changeOption("omit", "delimiter"), changeOption("set", "delimiter", better)),
  );
}

/** The separator that cuts most lines into the same and the largest number of columns; a space only when no other does. */
function bestDelimiter(text: string): string | undefined {
  let best: string | undefined;
  let highest = 0;
  for (const delimiter of candidates) {
    const widths = splitRecords(text, delimiter, '"', sampleRows).map((row) => row.length);
    const width = widths[0]!;
    const share = widths.filter((other) => other === width).length / widths.length;
    const score = width === 1 || share < 0.5 || (delimiter === " " && best !== undefined) ? 0 : share * width;
    if (score <= highest) continue;
    best = delimiter;
    highest = score;
  }
  return best;
}

/** Named columns make a header; so does a line of words over columns of numbers. */
function startsWithHeader(rows: readonly (readonly string[])[], wanted: readonly string[]): boolean {
  const [first, ...rest] = rows;
  const cells = first!.map((cell) => cell.trim());
  const wantedNames = wanted.filter((name) => !isPosition(name));
  if (cells.some((cell) => wantedNames.includes(cell) || isKnownColumn(cell))) return true;
  if (cells.some(isNumberText) || rest.length === 0) return false;
  return cells.some((_, at) => rest.every((row) => isNumberText(row[at] ?? "")));
}

/** A column may be named by its place from 1. */
export const isPosition = (text: string): boolean => /^\d+$/.test(text);

export const isNumberText = (text: string): boolean => text.trim() !== "" && Number.isFinite(Number(text));

/** Cuts text into records and fields as RFC 4180 has it. Only for the first lines; the scanner reads the rest. */
export function splitRecords(text: string, delimiter: string, quote: string, limit: number): string[][] {
  const records: string[][] = [];
  let fields: string[] = [];
  let field = "";
  let inQuotes = false;
  const closeRecord = () => {
    fields.push(field);
    if (fields.length > 1 || field !== "") records.push(fields);
    fields = [];
    field = "";
  };
  for (let at = 0; at < text.length && records.length < limit; at++) {
    const character = text[at]!;
    if (inQuotes) {
      if (character !== quote) field += character;
      else if (text[at + 1] === quote) field += text[at++]!;
      else inQuotes = false;
    } else if (character === quote && field === "") inQuotes = true;
    else if (text.startsWith(delimiter, at)) {
      fields.push(field);
      field = "";
      at += delimiter.length - 1;
    } else if (character === "\n" || character === "\r") closeRecord();
    else field += character;
  }
  if (records.length < limit && (field !== "" || fields.length > 0)) closeRecord();
  return records.length > 0 ? records : [[""]];
}

function jsonLinesLayout(file: DataFile, text: string): FoundLayout {
  const objects: Record<string, unknown>[] = [];
  for (const line of text.split("\n").slice(0, sampleRows)) {
    const value = parseObject(line);
    if (value) objects.push(value);
  }
  if (objects.length === 0)
    throw new SourceError(
      file.path,
      "begins like JSON, but no line of it is a JSON object.",
      "Write one object a line.",
    );
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const sample = objects.map((object) => names.map((name) => jsonAt(object, name)));
  return { layout: { kind: "json-lines", names }, sample };
}

async function parquetLayout(file: DataFile, signal: AbortSignal | undefined): Promise<FoundLayout> {
  const { names, sample } = await lookIntoParquet(file, sampleRows, signal);
  return { layout: { kind: "parquet", names }, sample };
}

function excerpt(text: string): string {
  const line = text.split(/[\r\n]/).find((candidate) => candidate !== "") ?? "";
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line);
}
