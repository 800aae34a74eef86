import { SourceError } from "../../errors.ts";
import { catalogueFeatures } from "../io/catalogue.ts";
import { openDataFile, readText } from "../io/data-file.ts";
import { fileNamed, findFile, isFolderWith, listingOf } from "../io/folder.ts";
import { readIdLists } from "../io/id-lists.ts";
import { alignRows } from "../io/interaction-table.ts";
import { parseObject } from "../io/json-lines.ts";
import type { Listing, ReadOptions, Source, SourceData } from "../source.ts";
import { Vocabulary } from "../vocabulary.ts";

/** Data sets published in the same form. */
const stems = ["Beauty", "Sports_and_Outdoors", "Toys_and_Games", "Yelp", "LastFM"];

/**
 * Amazon Beauty, 5-core, as sequential recommenders use it: a line "user item item …" a user, oldest first. Times are
 * the place in the line (1, 2, 3 …). Item attributes are numbers without names and become topics.
 *
 * @see Zhou et al. 2020, S³-Rec, doi:10.1145/3340531.3411954; github.com/RUCAIBox/CIKM2020-S3Rec
 */
export const amazonBeauty: Source = {
  key: "amazon-beauty",
  description: "Amazon Beauty (and its sisters) as sequences: Beauty.txt with Beauty_item2attributes.json.",
  recognizes: (listing) => stemOf(listing) !== undefined,
  read,
};

async function read(path: string, options: ReadOptions): Promise<SourceData> {
  const listing = await listingOf(path);
  const stem = stemOf(listing) ?? stems[0]!;
  const table = await readIdLists(await openDataFile(fileNamed(listing, `${stem}.txt`), options.signal), {
    ...options,
    ordered: true,
  });
  const attributeFile = findFile(listing, `${stem}_item2attributes.json`);
  const attributes = attributeFile ? await readAttributes(attributeFile, options) : {};
  const items = Vocabulary.from("course", [...table.items.ids, ...Object.keys(attributes)]);
  const entries = Object.entries(attributes).map(([id, numbers]) => ({ id, topics: numbers.map(String) }));
  const topicNames = Vocabulary.from(
    "topic",
    entries.flatMap((entry) => entry.topics),
  ).ids;
  return {
    name: stem.toLowerCase().replaceAll("_", "-"),
    users: table.users,
    items,
    interactions: alignRows(table, table.users, items),
    timesArePlaces: true,
    rejected: table.rejected,
    ...(entries.length > 0 && { itemFeatures: catalogueFeatures(items, entries, topicNames) }),
    notes: ["Times are places in the learner's sequence (1, 2, 3 …), not seconds."],
  };
}

const stemOf = (listing: Listing): string | undefined =>
  stems.find((stem) => isFolderWith(listing, `${stem}.txt`, `${stem}_item2attributes.json`));

async function readAttributes(path: string, { signal }: ReadOptions): Promise<Record<string, number[]>> {
  const attributes = parseObject(await readText(path, { signal }));
  const isSound = attributes !== undefined && Object.values(attributes).every(Array.isArray);
  if (!isSound) throw new SourceError(path, "is not one JSON object of lists.", "Download it again.");
  return attributes as Record<string, number[]>;
}
