import type { PublishedFold } from "../dataset.ts";
import { type CatalogueEntry, catalogueFeatures } from "../io/catalogue.ts";
import { openDataFile, readText } from "../io/data-file.ts";
import { featureColumns } from "../io/feature-columns.ts";
import { fileNamed, findFile, isFolderWith, listingOf } from "../io/folder.ts";
import { readIdLists } from "../io/id-lists.ts";
import { alignRows, renameIds, stackRows } from "../io/interaction-table.ts";
import { columnOf, readNamedRecords } from "../io/read-records.ts";
import { addRejected, noteRejected, requireWholeFold } from "../io/rejected-rows.ts";
import type { ReadOptions, Source, SourceData } from "../source.ts";
import { Vocabulary } from "../vocabulary.ts";

/**
 * Enrolments of very active XuetangX learners: train.txt and test.txt with a line "learner course course …" each, in
 * renumbered ids; user_map.txt and item_map.txt hold the original ones, which are used here. No times. About, fields
 * and key concepts are mostly Chinese, and missing for many courses. The published fold is train.txt against test.txt.
 *
 * @see Yu et al. 2021, MOOCCubeX, doi:10.1145/3459637.3482010; github.com/THU-KEG/MOOCCubeX
 */
export const mooccubex: Source = {
  key: "mooccubex",
  description: "MOOCCubeX enrolments (XuetangX) as learner lists, with course texts.",
  recognizes: (listing) => isFolderWith(listing, "train.txt", "test.txt", "user_map.txt", "item_map.txt"),
  read,
};

async function read(path: string, options: ReadOptions): Promise<SourceData> {
  const listing = await listingOf(path);
  const { signal, strict } = options;
  const userNames = await readMap(fileNamed(listing, "user_map.txt"), signal);
  const itemNames = await readMap(fileNamed(listing, "item_map.txt"), signal);
  const listsIn = async (name: string) =>
    readIdLists(await openDataFile(fileNamed(listing, name), signal), { signal, strict });
  const train = await listsIn("train.txt");
  const test = await listsIn("test.txt");
  const courseFile = findFile(listing, "mooccubex_extended_course.csv");
  const courses = courseFile ? await readNamedRecords(courseFile, signal) : undefined;
  const catalogue = courses ? catalogueOf(courses) : [];

  const parts = [train, test].map((table) => renameIds(table, userNames, itemNames));
  const users = Vocabulary.from("learner", [...userNames.values(), ...parts.flatMap((part) => part.users.ids)]);
  const items = Vocabulary.from("course", [
    ...itemNames.values(),
    ...parts.flatMap((part) => part.items.ids),
    ...catalogue.map((course) => course.id),
  ]);
  const [trainRows, testRows] = parts.map((part) => alignRows(part, users, items));
  const fold: PublishedFold = { name: "train/test", train: trainRows!, test: testRows! };
  return {
    name: "mooccubex",
    users,
    items,
    interactions: stackRows([trainRows!, testRows!]),
    rejected: addRejected(train.rejected, test.rejected),
    ...(courses && {
      itemFeatures: {
        ...catalogueFeatures(items, catalogue),
        ...featureColumns(items, columnOf(courses, "original_id"), { school: columnOf(courses, "schools") }),
      },
    }),
    publishedFolds: async () => {
      for (const { rejected } of [train, test]) requireWholeFold(path, rejected);
      return [fold];
    },
    notes: [...train.notes, ...test.notes, ...(courses ? noteRejected(courses.path, courses.rejected) : [])],
  };
}

/** Number → original id, from lines "original number". */
async function readMap(path: string, signal: AbortSignal | undefined): Promise<Map<string, string>> {
  const lines = (await readText(path, { signal })).split(/\r?\n/).filter((line) => line.trim() !== "");
  return new Map(lines.map((line) => line.trim().split(/\s+/).reverse().slice(0, 2) as [string, string]));
}

function catalogueOf(courses: Parameters<typeof columnOf>[0]): CatalogueEntry[] {
  const [ids, names, abouts, fields, concepts] = ["original_id", "name", "about", "fields", "key_concepts"].map(
    (column) => columnOf(courses, column),
  );
  return ids!.map((id, at) => ({
    id,
    title: names![at],
    description: [abouts![at]!, concepts![at]!.replaceAll("|", " ")].filter((text) => text !== "").join("\n"),
    topics: [...new Set(fields![at]!.split("|").filter((field) => field !== ""))],
  }));
}
