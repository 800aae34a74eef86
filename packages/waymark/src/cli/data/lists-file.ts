import { openDataFile } from "../../data/io/data-file.ts";
import { findLayout } from "../../data/io/find-layout.ts";
import type { EncodeTable, TableColumn } from "../../data/io/table.ts";
import { findTableFormat, tableEndings } from "../../data/io/table-formats.ts";
import { InvalidInputError, SourceError } from "../../errors.ts";
import { checkOutputFile } from "./output-file.ts";

/** One row a learner and course; the title only where the data has titles. */
export const listColumns = (withTitles: boolean): readonly TableColumn[] => [
  { name: "learner", type: "text" },
  { name: "rank", type: "integer" },
  { name: "course", type: "text" },
  ...(withTitles ? [{ name: "title", type: "text", optional: true } as const] : []),
  { name: "score", type: "number" },
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
    return [true, false].some(
      (withTitles) =>
        found ===
        listColumns(withTitles)
          .map(({ name }) => name)
          .join(),
    );
  } catch (error) {
    if (error instanceof SourceError) return false;
    throw error;
  }
}
