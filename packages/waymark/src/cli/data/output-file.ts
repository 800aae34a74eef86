import { constants } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { InvalidInputError, StorageError } from "../../errors.ts";

export interface OutputKind {
  /** As typed, e.g. `--report`. */
  readonly option: string;
  /** What may stand there already, e.g. "a report". */
  readonly own: string;
  /** Is the file that stands there of this kind? Not asked of empty files. */
  isOwn(path: string): Promise<boolean>;
}

/**
 * Checked before hours of training rather than after: a file may be new or replace one of its own kind, nothing else.
 *
 * @param data what is read, a file or a folder
 * @throws {InvalidInputError} for the data itself, a folder, or a file of another kind
 * @throws {StorageError} where no file can be made
 */
export async function checkOutputFile(path: string, data: string, { option, own, isOwn }: OutputKind): Promise<void> {
  const reject = (what: string) => new InvalidInputError(option, `a new file, or ${own} to replace`, path, what);
  const [place, read] = await placesOf(path, data);
  if (place === read) throw reject("This is the data itself.");
  const standing = await stat(path).catch(() => undefined);
  if (standing?.isDirectory()) throw reject("A folder stands there: give the name of a file in it.");
  if (standing !== undefined && !standing.isFile()) return; // a device or pipe
  await checkFolderOf(place!, path);
  if (standing !== undefined && standing.size > 0 && !(await isOwn(path)))
    throw reject("Another file stands there; nothing was changed.");
}

/**
 * The same for a folder: it may be new or stand there already, but not hold the data that is read.
 * @throws {InvalidInputError} for the data itself or a file
 * @throws {StorageError} where no folder can be made
 */
export async function checkOutputFolder(path: string, data: string, option: string): Promise<void> {
  const reject = (what: string) => new InvalidInputError(option, "a folder to write into", path, what);
  const [place, read] = await placesOf(path, data);
  if (place === read) throw reject("This is the data itself: choose another folder.");
  const standing = await stat(path).catch(() => undefined);
  if (standing?.isFile()) throw reject("A file stands there; nothing was changed.");
  await checkFolderOf(place!, path);
}

/** Where paths lead, links followed: equal where they are one place. A path that does not exist stays as it is. */
export const placesOf = (...paths: readonly string[]): Promise<readonly string[]> =>
  Promise.all(paths.map((path) => realpath(path).catch(() => resolve(path))));

/** The folder of a file, or the nearest above it that exists, must take new entries. */
async function checkFolderOf(place: string, path: string): Promise<void> {
  for (let folder = dirname(place); ; folder = dirname(folder)) {
    const error = await access(`${folder}/.`, constants.W_OK).then(
      () => undefined,
      (cause: NodeJS.ErrnoException) => cause,
    );
    if (error === undefined) return;
    if (error.code !== "ENOENT" || folder === dirname(folder)) throw new StorageError(path, error);
  }
}
