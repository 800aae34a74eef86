import { SourceError } from "../../errors.ts";
import { changeOption, either } from "../../remedy.ts";
import { isBlankCell } from "./blank-cell.ts";
import { findColumn, isKnownColumn } from "./column-names.ts";
import type { DataFile } from "./data-file.ts";
import type { FoundLayout, LayoutHints } from "./found-layout.ts";
import { isGradebookHeader } from "./gradebooks.ts";
import type { DelimitedLayout } from "./layout.ts";
import { isNumberText, isPosition } from "./number-text.ts";
import { locateRecords, type SplitRecord, splitRecords } from "./split-records.ts";

const sampleRows = 100;
const candidates = [",", "\t", ";", "|", "::", "^", "~", "\u0001", " "];

/** @throws {SourceError} when the text cannot be cut into at least two columns */
export function delimitedLayout(file: DataFile, head: string, hints: LayoutHints): FoundLayout {
  const named = separatorLine(head, hints.skipLines ?? 0);
  const skipped = (hints.skipLines ?? 0) + (named ? 1 : 0);
  const written = withoutLines(head, skipped);
  const hasComments = /^\s*#/.test(written);
  const comments = new Set(hasComments ? linesWith(written, /^[ \t]*#/) : []);
  const text = hasComments ? written.replace(/^[ \t]*#+[ \t]*/gm, "") : written; // a header may stand behind the sign
  const delimiter = file.sheet
    ? ","
    : hints.delimiter === undefined
      ? (named ?? findDelimiter(file, text))
      : checkDelimiter(file, text, hints.delimiter);
  const hasSpaceRuns = delimiter === " " && singleSpaces(text) !== text;
  const records = locateRecords(hasSpaceRuns ? singleSpaces(text) : text, delimiter, '"', sampleRows);
  const start = startOfTable(records, comments, hints);
  const data = records
    .filter(({ line }, at) => at === start || (at > start && !comments.has(line)))
    .map(({ cells }) => cells);
  const hasHeader = startsWithHeader(data, hints.wanted ?? []);
  const widths = data.map((row) => row.length);
  const width = file.sheet ? Math.max(...widths) : hasHeader ? widths[0]! : commonest(widths);
  const shift = hasHeader && hasRowNames(data) ? 1 : 0;
  const names = Array.from({ length: width + shift }, (_, at) =>
    hasHeader ? (data[0]![at - shift] ?? "").trim() : String(at + 1),
  );
  const sample = (hasHeader ? data.slice(1) : data)
    .map((row) => evened(row, names.length, file.sheet ? 1 : names.findLastIndex((name) => name !== "") + 1))
    .filter((row) => row.length === names.length);
  const decimalComma = delimiter !== "," && sample.some((row) => row.some((cell) => /^\d+,\d+$/.test(cell)));
  const skipLines = skipped + (records[start]?.line ?? 0);
  const layout: DelimitedLayout = {
    kind: "delimited",
    delimiter,
    quote: '"',
    hasHeader,
    names,
    ...(skipLines > 0 && { skipLines }),
    ...(hasComments && { hasComments }),
    ...(hasSpaceRuns && { hasSpaceRuns }),
    ...(file.sheet && { isPadded: true }),
    ...(decimalComma && { decimalComma }),
  };
  const passed = records.slice(0, start).filter(({ line }) => !comments.has(line));
  return { layout, sample, ...(passed.length > 0 && { notes: [noteOnTitles(passed)] }) };
}

/** The separator of a first line `sep=;`, as Excel writes it. */
function separatorLine(text: string, skipped: number): string | undefined {
  const [, separator] = /^"?sep=(\\t|[^\r\n"])"?\s*?(?:\r|\n|$)/i.exec(withoutLines(text, skipped)) ?? [];
  return separator === "\\t" ? "\t" : separator;
}

function linesWith(text: string, pattern: RegExp): number[] {
  return text.split(/\r\n|\r|\n/).flatMap((line, at) => (pattern.test(line) ? [at] : []));
}

function withoutLines(text: string, count: number): string {
  let rest = text;
  for (let line = 0; line < count; line++) rest = rest.replace(/^[^\r\n]*(\r\n|\r|\n|$)/, "");
  return rest;
}

/** Runs of spaces and tabs as one space, as the reader makes them. */
const singleSpaces = (text: string): string => text.replace(/[ \t]+/g, " ").replace(/^ | (?=[\r\n]|$)/gm, "");

/** Rows with one cell more than the header: names of rows in front, as R writes them. */
function hasRowNames([header, ...rows]: readonly (readonly string[])[]): boolean {
  return rows.length > 0 && rows.every((row) => row.length === header!.length + 1 && !isBlank(row.at(-1)!));
}

/** Blank cells too many are cut off, and missing ones filled in, as the scanner does it. */
function evened(row: readonly string[], width: number, needed: number): readonly string[] {
  if (row.length > width && row.slice(width).every(isBlank)) return row.slice(0, width);
  if (row.length >= width || row.length < needed) return row;
  return [...row, ...Array.from({ length: width - row.length }, () => "")];
}

const isBlank = (cell: string): boolean => cell.trim() === "";

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
  const records = splitRecords(text, delimiter, '"', sampleRows);
  if (records.some((record) => record.length > 1)) return delimiter;
  const better = bestDelimiter(text);
  throw new SourceError(
    file.path,
    `The separator ${JSON.stringify(delimiter)} does not occur in its first lines, which begin ${excerpt(text)}.`,
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
    const cut = delimiter === " " ? singleSpaces(text) : text;
    const all = splitRecords(cut, delimiter, '"', sampleRows).map((row) => row.length);
    const widths = all.slice(
      Math.max(
        0,
        all.findIndex((width) => width > 1),
      ),
    ); // without titles
    const width = commonest(widths);
    const share = widths.filter((other) => other === width).length / widths.length;
    const score = width === 1 || share < 0.5 || (delimiter === " " && best !== undefined) ? 0 : share * width;
    if (score <= highest) continue;
    best = delimiter;
    highest = score;
  }
  return best;
}

/** The most frequent value; the first of several. */
export function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = values[0] ?? 0;
  for (const [value, count] of counts) if (count > counts.get(best)!) best = value;
  return best;
}

/** Rows looked at for a header below titles. */
const deepestHeader = 30;

/**
 * The place of the first row of the table among the records: of its header, where titles, dates of export and the like
 * stand above it. Rows of data are never passed over: what is, has fewer cells filled than the table has columns, and a
 * header or a blank line follows.
 */
function startOfTable(
  records: readonly SplitRecord[],
  comments: ReadonlySet<number>,
  { wanted = [], skipLines }: LayoutHints,
): number {
  const isHeader = ({ cells }: SplitRecord): boolean => {
    const names = cells.map((cell) => cell.trim());
    const known = names.filter((name) => isKnownColumn(name) || (name !== "" && wanted.includes(name))).length;
    return known > 1 || (known === 1 && cells.length > 1 && cells.length === width);
  };
  const width = commonest(records.map(({ cells }) => cells.length));
  const filled = ({ cells }: SplitRecord) => cells.filter((cell) => !isBlank(cell)).length;
  const isSmaller = (record: SplitRecord, than: SplitRecord) =>
    record.cells.length !== width || filled(record) < filled(than);
  const first = records.slice(0, deepestHeader);
  const header = first.findIndex(isHeader);
  if (
    header > 0 &&
    first.slice(0, header).every((record) => comments.has(record.line) || isSmaller(record, first[header]!))
  )
    return header;
  if (header === 0 || skipLines !== undefined) return Math.max(0, header);
  const isComment = ({ line }: SplitRecord) => comments.has(line);
  const start = first.findIndex(
    (record) => !isComment(record) && record.cells.length === width && filled(record) > Math.min(2, width - 1),
  );
  if (start <= 0) return 0;
  const titles = first.slice(0, start).filter((record) => !isComment(record));
  const isApart = titles.every(({ cells }) => cells.filter((cell) => !isBlank(cell)).length === 1);
  const rows = records.slice(start).map(({ cells }) => cells);
  return isApart || startsWithHeader(rows, wanted) ? start : 0;
}

/** Named columns make a header; so does a line of words over columns of numbers. */
function startsWithHeader(rows: readonly (readonly string[])[], wanted: readonly string[]): boolean {
  const [first, ...rest] = rows;
  const cells = first!.map((cell) => cell.trim());
  const wantedNames = wanted.filter((name) => !isPosition(name));
  if (cells.some((cell) => wantedNames.includes(cell)) || isGradebookHeader(cells)) return true;
  // A number stands in no header; a course may be named like one ("Module"). Courses may be numbers beside "Student".
  const hasNumbers = cells.some(isNumberText);
  if (cells.filter(isKnownColumn).length > (hasNumbers ? 1 : 0)) return true;
  if (cells.length > 2 && findColumn([cells[0]!], "user") === 0 && areDifferentNumbers(cells.slice(1))) return true;
  if (hasNumbers || rest.length === 0) return false;
  return cells.some((cell, at) => {
    const below = rest.map((row) => (row[at] ?? "").trim()).filter((text) => !isBlankCell(text));
    return cell !== "" && below.length > 0 && below.every(isNumberText);
  });
}

const areDifferentNumbers = (cells: readonly string[]): boolean =>
  cells.every(isNumberText) && new Set(cells).size === cells.length;

function noteOnTitles(passed: readonly SplitRecord[]): string {
  const shown = passed[0]!.cells.filter((cell) => !isBlank(cell)).join(" ");
  const lines = `${passed.length} ${passed.length === 1 ? "line" : "lines"}`;
  return `Passed over ${lines} above the table, ${passed.length === 1 ? "" : "the first "}${excerpt(shown)}.`;
}

export function excerpt(text: string): string {
  const line = text.split(/[\r\n]/).find((candidate) => candidate !== "") ?? "";
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line);
}
