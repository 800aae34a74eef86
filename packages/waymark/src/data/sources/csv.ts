import { basename, join } from "node:path";
import { SourceError } from "../../errors.ts";
import { listingOf } from "../io/folder.ts";
import { describeTable } from "../io/own-table.ts";
import { readTable } from "../io/read-table.ts";
import type { Listing, ReadOptions, Source, SourceData } from "../source.ts";

const tableName = /\.(csv|tsv|txt|tab|dat|data|jsonl|ndjson|json|parquet|pq|xlsx|xlsm)(\.gz|\.zst)?$/i;

/**
 * Any one table of interactions: text in any encoding with any separator, with or without header, a sheet of an Excel
 * workbook, JSON, or Parquet; also compressed with gzip, zstd or zip; with a row for each enrolment, a column for each
 * course, or a list for each learner. Columns are found by their names, or named by the caller. The rating scale is what was observed;
 * a rating that is the same in every row says nothing and is left out.
 */
export const csv: Source = {
  key: "csv",
  description:
    "One table of your own: CSV, TSV or other separators, Excel (.xlsx), JSON or Parquet, also compressed with gzip, zstd or zip.",
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
  const table = await readTable(listing.isFolder ? join(listing.path, names[0]!) : listing.path, options);
  return describeTable(basename(table.path).replace(tableName, ""), table, options);
}
