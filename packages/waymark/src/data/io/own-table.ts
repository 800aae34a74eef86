import { SourceError } from "../../errors.ts";
import { either, nameColumns } from "../../remedy.ts";
import type { ReadOptions, SourceData } from "../source.ts";
import { chooseColumns, noColumn } from "./choose-columns.ts";
import { plainName } from "./column-names.ts";
import { readCourseTexts } from "./course-texts.ts";
import type { DataFile } from "./data-file.ts";
import type { FoundLayout } from "./find-layout.ts";
import type { InteractionTable } from "./interaction-table.ts";
import { type RatingMeaning, ratingMeaning } from "./rating-kind.ts";
import { readInteractions } from "./read-interactions.ts";
import { timeForms, timeRemedy } from "./rejected-rows.ts";
import { checkTimeFormat } from "./time-format.ts";

/**
 * A table of enrolments of anybody's own: columns by name, values as they are written, and what the same table says of courses.
 *
 * @throws {SourceError} when it cannot be read, and where a column of times or ratings that was asked for holds none
 */
export async function readOwnTable(
  file: DataFile,
  found: FoundLayout,
  name: string,
  options: ReadOptions,
): Promise<SourceData> {
  const { timeFormat, grades, best, scale } = options;
  if (timeFormat !== undefined) checkTimeFormat(timeFormat);
  const rules = { timeFormat, grades, best, scale };
  const { columns, notes } = chooseColumns(file, found, options.columns, rules);
  const table = await readInteractions(file, found.layout, columns, options);
  const { values, ...others } = table.interactions;
  const nameAt = (at: number | undefined): string => (at === undefined ? "" : found.layout.names[at]!);
  const times = timeNotes(file, table, nameAt(columns.time), options);
  const meaning = meaningOf(table, options);
  const courses =
    options.courses === undefined
      ? await readCourseTexts(file, found.layout, columns, table.items, options.courseColumns, options.signal)
      : undefined;
  return {
    name,
    users: table.users,
    items: table.items,
    interactions: {
      ...others,
      ...(meaning.kind === "ratings" && values && { values }),
      ...(meaning.kind === "counts" && values && { weights: values }),
    },
    rejected: table.rejected,
    ...(meaning.kind === "ratings" && { scale: meaning.scale }),
    ...(courses?.features && { itemFeatures: courses.features }),
    notes: [
      ...notes,
      ...table.notes,
      ...times,
      ...(courses?.notes ?? []),
      ...germanHint(nameAt(columns.rating), meaning, options),
      meaning.note,
    ],
  };
}

function meaningOf(table: InteractionTable, options: ReadOptions): RatingMeaning {
  const { values } = table.interactions;
  if (values)
    return ratingMeaning(
      values,
      options.ratingsAre ?? (options.best || options.scale || options.grades ? "ratings" : undefined),
    );
  const note =
    options.columns?.rating === noColumn
      ? "Ratings are not read, so every row counts as an enrolment."
      : "There is no column of ratings, so every row counts as an enrolment.";
  return { kind: "none", note };
}

/** A column of times without a single one that can be read is left out, or an error where it was asked for. */
function timeNotes(
  file: DataFile,
  { interactions, unreadTimes }: InteractionTable,
  column: string,
  { columns, strict, timeFormat }: ReadOptions,
): string[] {
  if (unreadTimes === undefined) return [];
  const { line, text } = unreadTimes;
  const example = JSON.stringify(text);
  const remedy = either(nameColumns("time"), timeRemedy);
  if (strict)
    throw new SourceError(file.path, `line ${line}: the time ${example} in column ${column} cannot be read.`, remedy);
  if (interactions.times === undefined) {
    const fact = `Column ${column} holds times that cannot be read, such as ${example}.`;
    if (columns?.time !== undefined || timeFormat !== undefined) throw new SourceError(file.path, fact, remedy);
    return [`Times in column ${column}, such as ${example}, cannot be read and are left out; ${timeForms}`];
  }
  return [];
}

const germanNames = ["note", "endnote", "abschlussnote", "gesamtnote", "schulnote", "zensur", "fachnote"];

/** German grades run from 1, the best, to 5 or 6. */
function germanHint(column: string, meaning: RatingMeaning, { best }: ReadOptions): string[] {
  if (best !== undefined || meaning.kind !== "ratings" || !germanNames.includes(plainName(column))) return [];
  const { min, max } = meaning.scale;
  return min >= 1 && max <= 6
    ? [`Column ${column} may hold German grades, of which 1 is the best: --best low turns them round.`]
    : [];
}
