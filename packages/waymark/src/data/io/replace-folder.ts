import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, realpath, rename, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { InvalidInputError, StorageError } from "../../errors.ts";

/** What a generator writes: how a folder of its own is known again. */
export interface OwnFolder {
  /** As messages call it, e.g. "demo campus". */
  readonly what: string;
  /** Names it consists of; anything else in the folder belongs to somebody. */
  readonly names: ReadonlySet<string>;
  /** The file that tells what wrote the folder, and what stands there as `generator`. */
  readonly markFile: string;
  readonly generator: string;
}

export interface ReplaceOptions {
  readonly own: OwnFolder;
  /** Replace one of its own kind that stands there. */
  readonly overwrite: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes a whole folder or nothing: `fill` writes into a temporary folder beside it, which then takes its place by
 * renaming. When anything fails, or the signal is aborted, all is as before.
 *
 * @throws {InvalidInputError} when something else stands at `folder`
 * @throws {StorageError} when the disk is full, or may not be written
 */
export async function replaceFolder<T>(
  folder: string,
  options: ReplaceOptions,
  fill: (temporary: string) => Promise<T>,
): Promise<T> {
  const target = await realpath(folder).catch(() => resolve(folder));
  const occupied = await checkPlace(folder, target, options);
  let createdParent: string | undefined;
  let temporary: string | undefined;
  try {
    createdParent = await mkdir(dirname(target), { recursive: true });
    temporary = join(dirname(target), `.${basename(target)}-${randomUUID().slice(0, 8)}`);
    await mkdir(temporary);
    const result = await fill(temporary);
    options.signal?.throwIfAborted();
    await swap(temporary, target, occupied);
    return result;
  } catch (error) {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
    if (createdParent !== undefined) await removeEmpty(dirname(target), createdParent);
    throw isSystemError(error) ? new StorageError(folder, error) : error;
  }
}

/** Folders made on the way, innermost first; one that somebody has put something into meanwhile stays. */
async function removeEmpty(innermost: string, outermost: string): Promise<void> {
  for (let folder = innermost; folder.length >= outermost.length; folder = dirname(folder))
    await rmdir(folder).catch(() => undefined);
}

/** What `folder` holds already. */
type Occupied = "nothing" | "empty" | "own";

async function checkPlace(folder: string, target: string, { own, overwrite }: ReplaceOptions): Promise<Occupied> {
  const found = await stat(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new StorageError(folder, error);
  });
  if (found === undefined) return "nothing";
  const reject = (remedy: string): never => {
    throw new InvalidInputError("folder", "a new or empty folder", folder, remedy);
  };
  if (!found.isDirectory()) return reject("A file stands there: choose another name.");
  const names = await readdir(target);
  if (names.length === 0) return "empty";
  if (!(await isOwn(target, own))) return reject("It holds other files: choose another folder.");
  const newUsers = names.filter((name) => !own.names.has(name));
  if (!overwrite) return reject(`It holds a ${own.what}: choose another folder, or overwrite it.`);
  if (newUsers.length > 0)
    return reject(`Beside a ${own.what} it holds ${newUsers.slice(0, 3).join(", ")}: move that away first.`);
  return "own";
}

async function isOwn(folder: string, { markFile, generator }: OwnFolder): Promise<boolean> {
  const text = await readFile(join(folder, markFile), "utf8").catch(() => "");
  return text.includes(`"generator": "${generator}"`);
}

async function swap(temporary: string, target: string, occupied: Occupied): Promise<void> {
  if (occupied === "nothing") return rename(temporary, target);
  if (occupied === "empty") {
    await rmdir(target); // fails when somebody has put something there meanwhile
    return rename(temporary, target);
  }
  const former = `${temporary}-former`;
  await rename(target, former);
  try {
    await rename(temporary, target);
  } catch (error) {
    await rename(former, target);
    throw error;
  }
  await rm(former, { recursive: true, force: true });
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && "syscall" in error;
