import type { ColumnNames } from "../source.ts";
import { chooseColumns } from "./choose-columns.ts";
import { openDataFile } from "./data-file.ts";
import { findLayout } from "./find-layout.ts";
import type { InteractionTable } from "./interaction-table.ts";
import { type ReadTableOptions, readInteractions } from "./read-interactions.ts";

/** Reads exactly these columns of a file with a header; no others are looked for. */
export async function readNamedColumns(
  path: string,
  columns: ColumnNames,
  options: ReadTableOptions,
): Promise<InteractionTable> {
  const file = await openDataFile(path, options.signal);
  const found = await findLayout(file, { wanted: Object.values(columns), signal: options.signal });
  const chosen = chooseColumns(file, found, columns).columns;
  const { rating, time, ...pair } = chosen;
  return readInteractions(
    file,
    found.layout,
    {
      ...pair,
      ...(columns.rating !== undefined && rating !== undefined && { rating }),
      ...(columns.time !== undefined && time !== undefined && { time }),
    },
    options,
  );
}
