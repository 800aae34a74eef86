import { SourceError, UnknownNameError } from "../errors.ts";
import { changeOption, either } from "../remedy.ts";
import { attachCatalogue } from "./attach-catalogue.ts";
import { foldIds } from "./fold-ids.ts";
import { listingOf } from "./io/folder.ts";
import type { Listing, ReadOptions, Source, SourceData } from "./source.ts";
import { tablesIn } from "./sources/csv.ts";
import { sources } from "./sources/registry.ts";

/**
 * Reads data of a named format or, where `format` is absent or "auto", of the first that recognizes the path.
 *
 * @throws {UnknownNameError} for a format that does not exist
 * @throws {SourceError} when nothing recognizes the path, or it cannot be read
 */
export async function openSource(
  path: string,
  { format = "auto", ...options }: ReadOptions & { readonly format?: string | undefined } = {},
): Promise<{ readonly source: Source; readonly data: SourceData }> {
  const source = format === "auto" ? await recognize(await listingOf(path)) : sourceNamed(format);
  const data = await attachCatalogue(await source.read(path, options), options);
  return { source, data: options.foldIds ? foldIds(data) : data };
}

function sourceNamed(key: string): Source {
  const source = sources.find((candidate) => candidate.key === key);
  if (source) return source;
  throw new UnknownNameError("format", key, ["auto", ...sources.map((known) => known.key)]);
}

async function recognize(listing: Listing): Promise<Source> {
  for (const source of sources) if (await source.recognizes(listing)) return source;
  const tables = tablesIn(listing);
  const kinds = sources.map((source) => `  ${source.key}: ${source.description}`).join("\n");
  throw new SourceError(
    listing.path,
    tables.length === 0
      ? `This folder holds no data Waymark knows. Looked for:\n${kinds}\n`
      : `holds several tables: ${tables.join(", ")}.`,
    either(tables.length === 0 ? "Name another folder." : "Name one of the tables.", changeOption("set", "format")),
  );
}
