import { openDataFile } from "../../data/io/data-file.ts";
import { findLayout } from "../../data/io/find-layout.ts";
import type { EncodeTable, TableColumn } from "../../data/io/table.ts";
import { findTableFormat, tableEndings } from "../../data/io/table-formats.ts";
import { InvalidInputError, SourceError } from "../../errors.ts";
import { checkOutputFile } from "./output-file.ts";

/** Reasons of a course that are written, the largest first. */
export const reasonCount = 3;

/** One row a learner and course; the title only where the data has titles, reasons (course and share) where they were asked for. */
export const listColumns = (withTitles: boolean, withReasons = false): readonly TableColumn[] => [
  { name: "learner", type: "text" },
  { name: "rank", type: "integer" },
  { name: "course", type: "text" },
  ...(withTitles ? [{ name: "title", type: "text", optional: true } as const] : []),
  { name: "score", type: "number" },
  ...(withReasons ? Array.from({ length: reasonCount }, (_, n) => reasonColumns(n + 1)).flat() : []),
];

const reasonColumns = (n: number): readonly TableColumn[] => [
  { name: `because_${n}`, type: "text", optional: true },
  { name: `share_${n}`, type: "number", optional: true },
];

/**
 * How the lists of all learners are to be written, by the ending of the file. They may be new or replace lists.
 *
 * @throws {InvalidInputError} for another ending, the data itself, a folder, or a file with other columns
 * @throws {StorageError} where no file can be made
 */
export async function chooseListsFormat(path: string, data: string): Promise<EncodeTable> {
  const format = findTableFormat(path);
  if (format === undefined)
    throw new InvalidInputError("--out", `a file that ends in ${tableEndings.join(", ")}`, path);
  await checkOutputFile(path, data, { option: "--out", own: "lists", isOwn: holdsLists });
  return format;
}

async function holdsLists(path: string): Promise<boolean> {
  try {
    const { layout } = await findLayout(await openDataFile(path), { wanted: ["learner"] });
    const found = layout.names.join();
    const names = (withTitles: boolean, withReasons: boolean): string =>
      listColumns(withTitles, withReasons)
        .map(({ name }) => name)
        .join();
    return [true, false].some((titles) => [true, false].some((reasons) => found === names(titles, reasons)));
  } catch (error) {
    if (error instanceof SourceError) return false;
    throw error;
  }
}
