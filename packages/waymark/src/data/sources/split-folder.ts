import { basename, join } from "node:path";
import { SourceError } from "../../errors.ts";
import type { PublishedFold } from "../dataset.ts";
import { listingOf } from "../io/folder.ts";
import { alignRows, mergeTables, type ReadTable, stackRows } from "../io/interaction-table.ts";
import { describeTable } from "../io/own-table.ts";
import { readTable } from "../io/read-table.ts";
import { requireWholeFold } from "../io/rejected-rows.ts";
import type { Listing, ReadOptions, Source, SourceData } from "../source.ts";

/** The parts of a split, by a word in the name of the file. */
interface Parts {
  readonly train: string;
  readonly test: string;
  readonly validation?: string;
}

const words = {
  train: ["train", "training", "base"],
  validation: ["valid", "validation", "val", "dev"],
  test: ["test", "testing"],
} as const;

const readable = /\.(csv|tsv|txt|tab|dat|data|rating|ratings|inter|jsonl|ndjson|json|parquet|pq|xlsx)(\.gz|\.zst)?$/i;

/**
 * A folder with one's own split: files for training, test and, where there is one, validation, in any form that `csv`
 * reads: train.txt and test.txt, x.train.rating and x.test.rating, train.csv, valid.csv and test.csv. The split is the
 * predefined one. Validation rows belong to training, as no model is tuned here on test rows.
 */
export const splitFolder: Source = {
  key: "split-folder",
  description:
    "A folder with files of your own for training and test (and validation), such as train.csv and test.csv.",
  recognizes: (listing) => partsOf(listing) !== undefined,
  read,
};

async function read(path: string, options: ReadOptions): Promise<SourceData> {
  const listing = await listingOf(path);
  const parts = partsOf(listing);
  if (parts === undefined)
    throw new SourceError(
      path,
      "has no single file for training and for test, such as train.csv and test.csv, NAME.train.rating and " +
        `NAME.test.rating; it holds: ${[...listing.names].sort().join(", ")}.`,
      "Name a folder with one file of each, or one file.",
    );
  const names = [parts.train, ...(parts.validation ? [parts.validation] : []), parts.test];
  const tables = await readAlike(
    names.map((name) => join(listing.path, name)),
    options,
  );
  const { users, items, interactions, rejected } = mergeTables(tables, []);
  const rows = tables.map((table) => alignRows(table, users, items));
  const notes = tables.flatMap((table, at) => table.notes.map((note) => `${names[at]}: ${note}`));
  const whole = describeTable(
    basename(listing.path),
    { ...tables[0]!, users, items, interactions, rejected, notes },
    options,
  );
  const { values: hasRatings, weights: hasWeights } = whole.interactions;
  const asWhole = (part: (typeof rows)[number]) => {
    const { values, ...others } = part;
    const numbers = values ?? new Float64Array(part.users.length).fill(Number.NaN);
    return { ...others, ...(hasRatings && { values: numbers }), ...(hasWeights && { weights: numbers }) };
  };
  return {
    ...whole,
    publishedFolds: async () => {
      for (const table of tables) requireWholeFold(table.path, table.rejected);
      const [train, test] = [rows.slice(0, -1), rows.at(-1)!];
      const fold: PublishedFold = { name: "test", train: stackRows(train.map(asWhole)), test: asWhole(test) };
      return [fold];
    },
    notes: [describeParts(parts), ...(whole.notes ?? [])],
  };
}

/** Where one file holds lists, the others are read as lists: lines that all have one length would pass for ratings. */
async function readAlike(paths: readonly string[], options: ReadOptions): Promise<ReadTable[]> {
  const tables: ReadTable[] = [];
  for (const path of paths) {
    const layout = options.layout ?? (tables.some((table) => table.layout === "lists") ? "lists" : undefined);
    tables.push(await readTable(path, { ...options, ...(layout && { layout }) }));
  }
  const isMixed = tables.some((table) => table.layout === "lists") && tables[0]!.layout !== "lists";
  return isMixed ? readAlike(paths, { ...options, layout: "lists" }) : tables;
}

function describeParts({ train, validation, test }: Parts): string {
  const training = validation === undefined ? train : `${train} and ${validation} (validation)`;
  return `Training rows are from ${training}, test rows from ${test}: this is the split called predefined.`;
}

/** One file of each kind, told by a word between dots, hyphens, underscores and spaces; `undefined` otherwise. */
function partsOf({ isFolder, names }: Listing): Parts | undefined {
  if (!isFolder) return undefined;
  const files = [...names].filter((name) => readable.test(name)).sort();
  const ofKind = (kind: keyof typeof words) =>
    files.filter((name) =>
      name
        .toLowerCase()
        .split(/[.\-_ ]/)
        .some((word) => (words[kind] as readonly string[]).includes(word)),
    );
  const [train, validation, test] = [ofKind("train"), ofKind("validation"), ofKind("test")];
  if (train.length !== 1 || test.length !== 1 || validation.length > 1 || train[0] === test[0]) return undefined;
  return { train: train[0]!, test: test[0]!, ...(validation[0] && { validation: validation[0] }) };
}
