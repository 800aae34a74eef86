import { SourceError } from "../../errors.ts";
import { changeOption, either } from "../../remedy.ts";
import type { PublishedFold } from "../dataset.ts";
import { readText } from "../io/data-file.ts";
import { fileNamed, findName, listingOf } from "../io/folder.ts";
import { alignRows, mergeVocabularies, stackRows } from "../io/interaction-table.ts";
import { fixedLayout } from "../io/layout.ts";
import { readInteractionFile } from "../io/read-interactions.ts";
import { addRejected, requireWholeFold } from "../io/rejected-rows.ts";
import type { Listing, ReadOptions, Source, SourceData } from "../source.ts";
import { Vocabulary } from "../vocabulary.ts";

const layout = fixedLayout("\t", ["user", "item", "rating", "time"]);
const columns = { user: 0, item: 1, time: 3 } as const; // implicit: ratings are not used

/**
 * The data of "Neural Collaborative Filtering": NAME.train.rating, NAME.test.rating with each user's latest item, and
 * NAME.test.negative with 99 items a user to rank it against. Ids are the paper's own, from 0. Time 0 means unknown.
 *
 * The published sampler sometimes drew the test item itself as a negative (156 of 6,040 lines for MovieLens 1M); it is
 * taken out of the list there, so that it is not ranked against itself.
 *
 * @see He et al. 2017, Neural Collaborative Filtering, doi:10.1145/3038912.3052569
 */
export const ncf: Source = {
  key: "ncf",
  description: "The NCF paper's data: train.rating, test.rating and 99 negatives a learner.",
  recognizes: (listing) => stemOf(listing) !== undefined,
  read,
};

async function read(path: string, options: ReadOptions): Promise<SourceData> {
  const listing = await listingOf(path);
  const stem = stemOf(listing);
  if (stem === undefined)
    throw new SourceError(
      path,
      `has no NAME.train.rating with NAME.test.rating and NAME.test.negative; it holds: ${[...listing.names].sort().join(", ")}.`,
      either("Name a folder with all three.", changeOption("omit", "format")),
    );
  const train = await readInteractionFile(fileNamed(listing, `${stem}.train.rating`), layout, columns, options);
  const test = await readInteractionFile(fileNamed(listing, `${stem}.test.rating`), layout, columns, options);
  const lines = await readNegatives(fileNamed(listing, `${stem}.test.negative`), options.signal);
  const users = mergeVocabularies("learner", [train.users, test.users]);
  const listed = new Set(lines.flatMap((line) => line.negatives));
  const items = Vocabulary.from("course", [...train.items.ids, ...test.items.ids, ...listed]);
  const trainRows = withoutZeroTimes(alignRows(train, users, items));
  const testRows = withoutZeroTimes(alignRows(test, users, items));

  const byPair = new Map(lines.map((line) => [line.pair, line]));
  let repeated = 0;
  const negatives = Array.from(testRows.users, (user, row) => {
    const item = items.id(testRows.items[row]!);
    const line = byPair.get(`(${users.id(user)},${item})`);
    if (line === undefined)
      throw new SourceError(
        path,
        `${stem}.test.negative has no line for (${users.id(user)},${item}).`,
        "Download it again.",
      );
    const others = line.negatives.filter((negative) => negative !== item);
    if (others.length < line.negatives.length) repeated++;
    return Uint32Array.from(others, (id) => items.index(id));
  });
  const fold: PublishedFold = { name: "leave-one-out", train: trainRows, test: testRows, negatives };
  return {
    name: `ncf-${stem}`,
    users,
    items,
    interactions: stackRows([trainRows, testRows]),
    rejected: addRejected(train.rejected, test.rejected),
    publishedFolds: async () => {
      for (const { rejected } of [train, test]) requireWholeFold(path, rejected);
      return [fold];
    },
    notes: [
      "Ratings are not used: rows are read as interactions without rating.",
      `In ${repeated} of ${negatives.length.toLocaleString("en")} lists of negatives the test item itself stood; it was taken out.`,
    ],
  };
}

function stemOf(listing: Listing): string | undefined {
  if (!listing.isFolder) return undefined;
  const stems = [...listing.names].flatMap((name) => /^(.+)\.train\.rating(\.gz|\.zst)?$/.exec(name)?.[1] ?? []);
  return stems.find((stem) => findName(listing, `${stem}.test.rating`) && findName(listing, `${stem}.test.negative`));
}

async function readNegatives(path: string, signal: AbortSignal | undefined) {
  const lines = (await readText(path, { signal })).split(/\r?\n/).filter((line) => line !== "");
  return lines.map((line) => {
    const [pair, ...negatives] = line.split("\t");
    return { pair: pair!, negatives };
  });
}

function withoutZeroTimes<R extends { readonly times?: Float64Array }>(rows: R): R {
  return rows.times ? { ...rows, times: rows.times.map((time) => (time === 0 ? Number.NaN : time)) } : rows;
}
