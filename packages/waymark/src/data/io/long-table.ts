import { SourceError } from "../../errors.ts";
import { either, nameColumns } from "../../remedy.ts";
import type { ReadOptions } from "../source.ts";
import { chooseColumns } from "./choose-columns.ts";
import { readCourseTexts } from "./course-texts.ts";
import type { DataFile } from "./data-file.ts";
import type { FoundLayout } from "./found-layout.ts";
import type { InteractionTable, ReadTable } from "./interaction-table.ts";
import { readInteractions } from "./read-interactions.ts";
import { timeForms, timeRemedy } from "./rejected-rows.ts";
import { rulesOf } from "./value-rules.ts";

/**
 * A table with a row for each enrolment: columns by name, values as they are written, and what the same table says of
 * courses.
 *
 * @throws {SourceError} when it cannot be read, and where a column of times or ratings that was asked for holds none
 */
export async function readLongTable(
  file: DataFile,
  found: FoundLayout,
  options: ReadOptions,
): Promise<Omit<ReadTable, "path">> {
  const given = { ...found.suggested, ...options.columns };
  const { columns, notes } = chooseColumns(file, found, given, rulesOf(options));
  const table = await readInteractions(file, found.layout, columns, options);
  const nameAt = (at: number | undefined): string => (at === undefined ? "" : found.layout.names[at]!);
  const times = timeNotes(file, table, nameAt(columns.time), options);
  const courses =
    options.courses === undefined
      ? await readCourseTexts(file, found.layout, columns, table.items, options.courseColumns, options.signal)
      : undefined;
  return {
    ...table,
    layout: "long",
    ratingColumn: nameAt(columns.rating),
    ...(courses?.features && { itemFeatures: courses.features }),
    notes: [...(found.notes ?? []), ...notes, ...table.notes, ...times, ...(courses?.notes ?? [])],
  };
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
