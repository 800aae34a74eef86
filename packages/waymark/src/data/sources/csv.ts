import { basename, join } from "node:path";
import { InvalidInputError, SourceError } from "../../errors.ts";
import type { RatingScale } from "../dataset.ts";
import { chooseColumns } from "../io/choose-columns.ts";
import { openDataFile } from "../io/data-file.ts";
import { findLayout } from "../io/find-layout.ts";
import { listingOf } from "../io/folder.ts";
import { readInteractions } from "../io/read-interactions.ts";
import type { Listing, ReadOptions, Source, SourceData } from "../source.ts";

const tableName = /\.(csv|tsv|txt|tab|dat|data|jsonl|ndjson|json|parquet|pq)(\.gz|\.zst)?$/i;

/**
 * Any one table of interactions: text with any separator, with or without header, JSON lines, or Parquet; also compressed
 * with gzip or zstd. Columns are found by their names, or named by the caller. The rating scale is what was observed;
 * a rating that is the same in every row says nothing and is left out.
 */
export const csv: Source = {
  key: "csv",
  description:
    "One table of your own: CSV, TSV or other separators, JSON lines or Parquet, also compressed with gzip or zstd.",
  recognizes: (listing) => !listing.isFolder || tablesIn(listing).length === 1,
  read,
};

/** Files in a folder that look like tables. */
export const tablesIn = ({ names }: Listing): string[] => [...names].filter((name) => tableName.test(name)).sort();

async function read(path: string, options: ReadOptions): Promise<SourceData> {
  const listing = await listingOf(path);
  const names = tablesIn(listing);
  if (listing.isFolder && names.length !== 1) {
    const fact = names.length === 0 ? "holds no table." : `holds several tables: ${names.join(", ")}.`;
    throw new SourceError(path, fact, "Name one file.");
  }
  const file = await openDataFile(listing.isFolder ? join(path, names[0]!) : path, options.signal);
  const delimiter = checkDelimiter(options.delimiter);
  const wanted = Object.values(options.columns ?? {}).filter((name) => name !== undefined);
  const found = await findLayout(file, { delimiter, wanted, signal: options.signal });
  const { columns, notes } = chooseColumns(file, found, options.columns);
  const table = await readInteractions(file, found.layout, columns, options);
  const { values, ...others } = table.interactions;
  const rating = values && observeRatings(values);
  return {
    name: basename(file.path).replace(tableName, ""),
    users: table.users,
    items: table.items,
    interactions: { ...others, ...(values && rating?.scale && { values }) },
    rejected: table.rejected,
    ...(rating?.scale && { scale: rating.scale }),
    notes: [
      ...notes,
      ...table.notes,
      rating?.note ?? "There is no column of ratings, so every row counts as an enrolment.",
    ],
  };
}

/** As typed: `\\t` and `tab` are the tabulator. */
function checkDelimiter(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const delimiter = given === "\\t" || given === "tab" ? "\t" : given;
  if (delimiter !== "" && !/["\r\n]/.test(delimiter)) return delimiter;
  throw new InvalidInputError("delimiter", "one or more characters, no quotation mark and no line end", given);
}

function observeRatings(values: Float64Array): { readonly scale?: RatingScale; readonly note: string } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) return { note: "Every rating is blank, so every row counts as an enrolment." };
  if (min === max)
    return { note: `The rating is ${min} in every row, so ratings are ignored and every row counts as an enrolment.` };
  return { scale: { min, max }, note: `Ratings run from ${min} to ${max}; this is taken for the scale.` };
}
