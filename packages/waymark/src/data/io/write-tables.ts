import { writeFile } from "node:fs/promises";
import type { CsvFile } from "./csv-file.ts";
import { type ReplaceOptions, replaceFolder } from "./replace-folder.ts";

/**
 * Writes a folder of tables or nothing, as `replaceFolder`; the mark that tells what wrote it comes last.
 *
 * @param fill writes the tables, noting each it opens: they are finished, or discarded, here
 * @param mark name and content of one more file
 * @throws {InvalidInputError} @throws {StorageError}
 */
export function writeTables<T>(
  folder: string,
  options: ReplaceOptions,
  fill: (temporary: string, opened: CsvFile[]) => Promise<T>,
  mark: (result: T) => readonly [name: string, content: string],
): Promise<T> {
  return replaceFolder(folder, options, async (temporary) => {
    const opened: CsvFile[] = [];
    try {
      const result = await fill(temporary, opened);
      for (const file of opened) await file.finish();
      const [name, content] = mark(result);
      await writeFile(`${temporary}/${name}`, content);
      return result;
    } finally {
      for (const file of opened) await file.discard();
    }
  });
}
