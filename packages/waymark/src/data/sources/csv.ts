import { basename, join } from "node:path";
import { InvalidInputError, SourceError } from "../../errors.ts";
import { openDataFile } from "../io/data-file.ts";
import { findLayout } from "../io/find-layout.ts";
import { listingOf } from "../io/folder.ts";
import { readOwnTable } from "../io/own-table.ts";
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

/** Does a file of this name look like a table? */
export const isTableName = (name: string): boolean => tableName.test(name);

/** Files in a folder that look like tables. */
export const tablesIn = ({ names }: Listing): string[] =>
  [...names].filter((name) => tableName.test(name) && !/waymark\.json$/.test(name)).sort();

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
  return readOwnTable(file, found, basename(file.path).replace(tableName, ""), options);
}

/** As typed: `\\t` and `tab` are the tabulator. */
function checkDelimiter(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const delimiter = given === "\\t" || given === "tab" ? "\t" : given;
  if (delimiter !== "" && !/["\r\n]/.test(delimiter)) return delimiter;
  throw new InvalidInputError("delimiter", "one or more characters, no quotation mark and no line end", given);
}
