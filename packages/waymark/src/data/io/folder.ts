import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { SourceError } from "../../errors.ts";
import type { Listing } from "../source.ts";
import { unreadable } from "./data-file.ts";

/** @throws {SourceError} when nothing stands there or it may not be read */
export async function listingOf(path: string): Promise<Listing> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    return { path, isFolder, names: new Set(isFolder ? await readdir(path) : [basename(path)]) };
  } catch (error) {
    throw await unreadable(path, error as NodeJS.ErrnoException);
  }
}

const compressions = ["", ".gz", ".zst"];

/** The name as it stands in the folder, compressed or not. */
export const findName = (listing: Listing, name: string): string | undefined =>
  compressions.map((compression) => name + compression).find((candidate) => listing.names.has(candidate));

/** A folder that has all of these files, compressed or not. */
export const isFolderWith = (listing: Listing, ...names: readonly string[]): boolean =>
  listing.isFolder && names.every((name) => findName(listing, name) !== undefined);

/** The path of a file, compressed or not, or `undefined`. */
export function findFile(listing: Listing, name: string): string | undefined {
  const found = findName(listing, name);
  return found === undefined ? undefined : join(listing.path, found);
}

/** @throws {SourceError} when the folder has no such file */
export function fileNamed(listing: Listing, name: string): string {
  const found = findFile(listing, name);
  if (found !== undefined) return found;
  throw new SourceError(listing.path, `has no file ${name} (or ${name}.gz).`, "Name the folder that holds it.");
}
