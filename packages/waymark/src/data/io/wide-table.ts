import { SourceError } from "../../errors.ts";
import { changeOption, either } from "../../remedy.ts";
import type { ColumnNames, ReadOptions } from "../source.ts";
import { isBlankCell } from "./blank-cell.ts";
import { findColumn, isKnownColumn } from "./column-names.ts";
import type { DataFile } from "./data-file.ts";
import type { FoundLayout } from "./found-layout.ts";
import { type Gradebook, knownGradebook } from "./gradebooks.ts";
import { fieldText, InteractionBuilder } from "./interaction-builder.ts";
import type { InteractionTable } from "./interaction-table.ts";
import { type DelimitedLayout, fixedLayout } from "./layout.ts";
import { scanFile } from "./read-interactions.ts";
import { describeFirst, rejectNothing } from "./rejected-rows.ts";
import type { RecordTaker } from "./scanned-record.ts";
import { isTotalLabel } from "./total-rows.ts";
import { rulesOf } from "./value-rules.ts";

/** A table with a learner in each row and a course in each of several columns. */
export interface WideTable {
  readonly layout: DelimitedLayout;
  readonly learner: number;
  readonly courses: readonly WideCourse[];
  /** 0 says "not enrolled": the table holds nothing but 0 and 1. */
  readonly zeroIsBlank: boolean;
  /** Cells are marks such as x, not grades. */
  readonly hasMarks: boolean;
  /** Rows that are no learners, by the beginning of their first cell. */
  readonly otherRows?: RegExp;
  readonly notes: readonly string[];
}

export interface WideCourse {
  readonly at: number;
  readonly name: string;
}

/** @returns `undefined` for a table that is not clearly wide. With `isAsked`, whatever can be a course is one. */
export function findWideTable(found: FoundLayout, given: ColumnNames, isAsked: boolean): WideTable | undefined {
  const { layout, sample } = found;
  if (layout.kind !== "delimited" || !layout.hasHeader || sample.length === 0) return undefined;
  if (given.item !== undefined || (given.rating !== undefined && !isAsked)) return undefined;
  const known = knownGradebook(layout.names, sample);
  if (!isAsked && !known && findColumn(layout.names, "item") !== undefined) return undefined;
  const rows = sample.filter((row) => !isTotalLabel(row[0]!) && !known?.otherRows?.test(row[0]!));
  const learner =
    given.user === undefined
      ? (known?.learner ?? findColumn(layout.names, "user") ?? firstIds(layout.names, rows, isAsked))
      : positionOf(layout.names, given.user);
  if (learner === undefined) return undefined;
  const isCourse = (at: number) =>
    at !== learner && (known ? known.courses.has(at) : mayBeCourse(layout.names[at]!, rows, at, isAsked));
  const places = layout.names.flatMap((_, at) => (isCourse(at) ? [at] : []));
  if (places.length < (known || isAsked ? 1 : 2)) return undefined;
  const isClear = known !== undefined || isAsked || (areDistinct(rows, learner) && areSparseOrMany(rows, places));
  if (!isClear) return undefined;
  const cells = places.flatMap((at) => rows.map((row) => row[at]!.trim())).filter((cell) => !isBlankCell(cell));
  const isFull = places.every((at) => rows.every((row) => row[at]!.trim() !== ""));
  const isBinary = isFull && cells.every((cell) => cell === "0" || cell === "1") && cells.includes("0");
  const hasMarks = isBinary || cells.every((cell) => isMark(cell));
  const courses = places.map((at) => ({ at, name: known?.courses.get(at) ?? layout.names[at]! }));
  return {
    layout,
    learner,
    courses,
    zeroIsBlank: isBinary,
    hasMarks,
    ...(known?.otherRows && { otherRows: known.otherRows }),
    notes: [
      describeWide(layout.names, { learner, courses, zeroIsBlank: isBinary }, known),
      ...notesOnPoints(known?.points ?? []),
      ...(found.notes ?? []),
    ],
  };
}

/** A learner who stands in many rows has one for each enrolment, as in a long table. */
function areDistinct(rows: readonly (readonly string[])[], at: number): boolean {
  const filled = rows.map((row) => row[at]!.trim()).filter((id) => id !== "");
  return new Set(filled).size >= 0.9 * filled.length;
}

/** Two columns of numbers without a blank may be anything; three are courses, and so are two with blanks or zeros alone. */
const areSparseOrMany = (rows: readonly (readonly string[])[], places: readonly number[]): boolean =>
  places.length > 2 ||
  places.some((at) => rows.some((row) => isBlankCell(row[at]!))) ||
  places.every((at) => rows.every((row) => /^[01]$/.test(row[at]!.trim())));

function positionOf(names: readonly string[], name: string): number | undefined {
  const at = names.findIndex((other) => other.toLowerCase() === name.toLowerCase());
  return at >= 0 ? at : /^\d+$/.test(name) && Number(name) <= names.length ? Number(name) - 1 : undefined;
}

/** The first column, where it has a different text in each row and the others hold grades with blanks between them. */
function firstIds(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  isAsked: boolean,
): number | undefined {
  if (isAsked) return 0;
  const first = rows.map((row) => row[0]!.trim());
  if (rows.length < 3 || first.includes("") || new Set(first).size < first.length) return undefined;
  const others = names.slice(1).map((_, at) => at + 1);
  const grades = others.filter((at) => mayBeCourse(names[at]!, rows, at, false));
  const blanks = grades.filter((at) => rows.some((row) => isBlankCell(row[at]!)));
  return grades.length > 2 && blanks.length > 0.5 * grades.length ? 0 : undefined;
}

/** Numbers that say something of a learner but are no grade. */
const otherNumbers =
  /^(age|alter|edad|year|jahr|año|semester|term|birth.*|geburt.*|phone.*|tel.*|zip.*|plz|gender|sex|section|group|class|id|no\.?|nr\.?|#|rank|rank(ing)?|credits?|gpa|attendance|absences?|.*[_ -](id|no|nr|number|code|count|hours|minutes|days))$/i;

function mayBeCourse(name: string, rows: readonly (readonly string[])[], at: number, isAsked: boolean): boolean {
  if (name.trim() === "" || isTotalLabel(name) || isKnownColumn(name) || otherNumbers.test(name.trim())) return false;
  const cells = rows.map((row) => row[at]!.trim()).filter((cell) => !isBlankCell(cell));
  if (cells.length === 0) return isAsked || rows.length > 0;
  if (cells.some((cell) => Number(cell) > 100_000)) return false; // identity and telephone numbers
  return cells.filter(isGradeText).length >= (isAsked ? 0.5 : 0.8) * cells.length;
}

/** Numbers, percentages, letter grades and marks. */
const isGradeText = (cell: string): boolean =>
  /^[+-]?\d+([.,]\d+)?\s*%?$/.test(cell) || /^[A-F][+-]?$/i.test(cell) || isMark(cell);
const isMark = (cell: string): boolean =>
  /^(x|✓|✔|yes|y|ja|sí|si|oui|true|taken|enrolled|completed|pass|passed)$/i.test(cell);

function describeWide(
  names: readonly string[],
  { learner, courses, zeroIsBlank }: Pick<WideTable, "learner" | "courses" | "zeroIsBlank">,
  known: Gradebook | undefined,
): string {
  const used = new Set([learner, ...courses.map(({ at }) => at)]);
  const left = names.filter((name, at) => !used.has(at) && name !== "");
  const listed = left.length > 8 ? `${left.slice(0, 8).join(", ")} and ${left.length - 8} more` : left.join(", ");
  const kind = known ? `a gradebook of ${known.system}` : "a wide table";
  const label = names[learner] === "" ? `column ${learner + 1}` : names[learner];
  const [first, last] = [courses[0]!.name, courses.at(-1)!.name];
  const courseNames =
    first === last ? `the course is ${first}` : `${courses.length} columns are courses, ${first} to ${last}`;
  return (
    `Read as ${kind}: learner = ${label}, and ${courseNames}; ` +
    `blank cells are no enrolments${zeroIsBlank ? ", and neither is 0" : ""}.${left.length > 0 ? ` Not read: ${listed}.` : ""}`
  );
}

/** Points out of 10 and out of 100 are no common scale. */
function notesOnPoints(points: readonly number[]): string[] {
  const [least, most] = [Math.min(...points), Math.max(...points)];
  if (points.length < 2 || least === most) return [];
  return [
    `The highest points of a course are from ${least} to ${most}; ratings are points as written, not shares of them.`,
  ];
}

const pairLayout = fixedLayout(",", ["learner", "course", "rating"]);

/** One row for each filled cell. A row without learner, or of totals, is rejected. */
export async function readWideTable(file: DataFile, wide: WideTable, options: ReadOptions): Promise<InteractionTable> {
  const { layout, learner, courses, hasMarks } = wide;
  const columns = { user: 0, item: 1, ...(!hasMarks && { rating: 2 }), rules: rulesOf(options) };
  const builder = new InteractionBuilder(file.path, pairLayout, columns, 1024);
  const decoder = new TextDecoder();
  const taker: RecordTaker = {
    take(record) {
      const whole = record.bytes.subarray(record.start, record.end);
      const reject = (reason: string) => builder.reject(reason, record.line, whole);
      if (record.fieldCount !== layout.names.length)
        return reject(record.fieldCount < layout.names.length ? "too few columns" : "too many columns");
      const first = fieldText(record, 0, decoder);
      const user = fieldText(record, learner, decoder);
      if (isTotalLabel(first) || isTotalLabel(user)) return reject("a row of totals, not a learner");
      if (wide.otherRows?.test(first) || wide.otherRows?.test(user)) return reject("highest points, not a learner");
      if (user.trim() === "") return reject("the learner is blank");
      for (const { at, name } of courses) {
        const cell = fieldText(record, at, decoder).trim();
        if (isBlankCell(cell) || (wide.zeroIsBlank && cell === "0")) continue;
        builder.takeTexts(user, name, hasMarks ? "" : cell, "", record.line, () => `${user}, ${name}: ${cell}`);
      }
    },
    reject: (reason, line, bytes) => builder.reject(reason, line, bytes),
  };
  const passed = await scanFile(file, layout, taker, options.signal);
  const table = builder.finish();
  if (options.strict) rejectNothing(file.path, table.rejected);
  if (table.interactions.users.length === 0)
    throw new SourceError(
      file.path,
      `has no cell that can be read${table.rejected.count > 0 ? `: ${describeFirst(table.rejected)}` : "."}`,
      either("Name a file with data in it.", changeOption("set", "layout", "long")),
    );
  return { ...table, notes: [...table.notes, ...passed] };
}
