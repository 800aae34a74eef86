import { isKnownColumn } from "./column-names.ts";
import type { DataFile } from "./data-file.ts";
import { commonest } from "./delimited-layout.ts";
import { isNumberText } from "./number-text.ts";
import { splitRecords } from "./split-records.ts";

/** A file with a learner and all of the learner's courses on each line. */
export interface ListLayout {
  readonly delimiter: string;
  readonly hasHeader: boolean;
  /** Between courses, where it is another than between the learner and the first course. */
  readonly inner?: string;
}

const separators = [" ", "\t", ",", ";", "|"];
const sampleRows = 200;

/** What the lines of a file without a header of known names say of it. */
export type ListVerdict = "lists" | "unclear" | "long";

/**
 * Lists are told from a table of rows by lines of different lengths, on each of which another learner stands. Where all
 * lines have one length, the third column may be ratings or courses: "unclear" when it holds the same ids as the second.
 */
export function findLists(
  file: DataFile,
  delimiter: string | undefined,
  skipLines: number,
): { layout: ListLayout; verdict: ListVerdict } | undefined {
  if (file.kind === "parquet" || file.sheet) return undefined;
  const whole = new TextDecoder().decode(
    file.isShort ? file.head : file.head.subarray(0, file.head.lastIndexOf(10) + 1),
  );
  if (/^\s*[[{]/.test(whole)) return undefined;
  const text = whole
    .split(/\r\n|\r|\n/)
    .slice(skipLines)
    .join("\n");
  const given = delimiter === undefined ? separators : [delimiter];
  const cuts = given
    .map((separator) => ({ separator, rows: cut(text, separator) }))
    .filter(({ rows }) => rows.filter((row) => row.length > 1).length > 0.5 * rows.length);
  const best =
    cuts.find(({ separator }) => separator === "\t") ??
    cuts.find(({ separator }) => separator === "," || separator === ";" || separator === "|") ??
    cuts[0];
  if (best === undefined) return undefined;
  const hasHeader = best.rows[0]!.some(isKnownColumn);
  const inner = innerSeparator(hasHeader ? best.rows.slice(1) : best.rows);
  const layout = { delimiter: best.separator, hasHeader, ...(inner && { inner }) };
  if (inner !== undefined) return { layout, verdict: "lists" };
  return { layout, verdict: hasHeader ? "long" : judge(best.rows) };
}

/**
 * What separates the ids in the second of two columns, where another learner stands on each line: `u1<tab>c1,c2,c3`. Only
 * ids without spaces, some of which stand on several lines: names of courses have commas as well.
 */
function innerSeparator(rows: readonly (readonly string[])[]): string | undefined {
  const filled = rows.filter((row) => row.length > 1);
  if (filled.length < 2 || filled.some((row) => row.length !== 2)) return undefined;
  if (new Set(filled.map(([user]) => user)).size < filled.length) return undefined;
  return separators.find((inner) => {
    const lists = filled.map(([, courses]) => courses!.split(inner).map((id) => id.trim()));
    const ids = lists.flat();
    const isShared = new Set(ids).size < ids.length;
    return (
      lists.filter((list) => list.length > 1).length >= 0.5 * lists.length &&
      isShared &&
      ids.every((id) => (inner === " " ? /^\d+$/ : /^\S+$/).test(id))
    );
  });
}

function cut(text: string, separator: string): string[][] {
  return splitRecords(text, separator, '"', sampleRows).map((row) =>
    row.map((cell) => cell.trim()).filter((cell) => cell !== ""),
  );
}

function judge(lines: readonly (readonly string[])[]): ListVerdict {
  const rows = lines.filter((line) => line.length > 1); // a learner without courses says nothing
  const widths = rows.map((row) => row.length);
  const common = commonest(widths);
  const share = widths.filter((width) => width === common).length / widths.length;
  const learners = new Set(rows.map(([user]) => user));
  if (learners.size < rows.length || rows.length < 2) return "long";
  const rest = rows.flatMap((row) => row.slice(1));
  if (rest.some((id) => isNumberText(id) && !/^\d+$/.test(id))) return "long"; // decimals are ratings
  const isRated =
    rows.every((row) => !isNumberText(row[1]!)) && rows.every((row) => row[2] === undefined || isNumberText(row[2]));
  if (isRated && rows.some((row) => row.length > 2)) return "long";
  const hasRepeats = rows.some((row) => new Set(row.slice(1)).size < row.length - 1);
  if (share < 0.8 && (!hasRepeats || Math.max(...widths) > 5)) return "lists";
  if (common < 3 || hasRepeats) return "long";
  const second = new Set(rows.map((row) => row[1]));
  const third = new Set(rows.flatMap((row) => row[2] ?? []));
  const shared = [...third].filter((id) => second.has(id)).length;
  const isSame = rows.length > 2 && shared >= 0.5 * second.size && shared >= 0.5 * third.size;
  const areWords = [...third].every((id) => !isNumberText(id)) && shared > 0;
  return isSame || areWords ? "unclear" : "long";
}
