import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { SourceError } from "../../errors.ts";
import type { Listing } from "../source.ts";
import { isWorkbook, unreadable } from "./file-bytes.ts";
import { findZip, membersOf, type PathInZip, type ZipMember } from "./zip-archive.ts";

/**
 * A zip archive is a folder of the files in it, without the folders that hold everything; with a single file in it, that
 * file.
 *
 * @throws {SourceError} when nothing stands there or it may not be read
 */
export async function listingOf(path: string): Promise<Listing> {
  const zip = await findZip(path);
  if (zip !== undefined && !/\.xls[xm]$/i.test(path)) {
    const listing = listingInZip(zip, await membersOf(zip.archive));
    if (listing !== undefined) return listing;
  }
  try {
    const isFolder = (await stat(path)).isDirectory();
    return { path, isFolder, names: new Set(isFolder ? await readdir(path) : [basename(path)]) };
  } catch (error) {
    throw await unreadable(path, error as NodeJS.ErrnoException);
  }
}

/** `undefined` for a workbook, and where nothing stands. */
function listingInZip({ archive, inner }: PathInZip, members: readonly ZipMember[]): Listing | undefined {
  const names = members.map(({ name }) => name);
  if (inner === "" && (isWorkbook(members) || names.includes("content.xml"))) return undefined;
  const single = names.length === 1 && inner === "" ? names[0]! : names.find((name) => name === inner);
  if (single !== undefined)
    return { path: `${archive}/${single}`, isFolder: false, names: new Set([basename(single)]) };
  let folder = inner === "" ? "" : `${inner}/`;
  let inside = names.filter((name) => name.startsWith(folder));
  while (
    inside.length > 0 &&
    inside.every((name) => name.includes("/", folder.length) && name.startsWith(firstFolder(inside[0]!, folder)))
  )
    folder = firstFolder(inside[0]!, folder);
  if (inside.length === 0) return undefined;
  inside = inside.map((name) => name.slice(folder.length).replace(/\/.*/, ""));
  return { path: `${archive}/${folder}`.replace(/\/$/, ""), isFolder: true, names: new Set(inside) };
}

/** `a/b/` of `a/b/c.csv` in `a/`. */
const firstFolder = (name: string, folder: string): string => name.slice(0, name.indexOf("/", folder.length) + 1);

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
